package relay.rollout;

import relay.app.AppName;
import relay.health.Reading;

/** Is told what happens, for metrics and the log; after the commit, on the rollout's thread. Must not block or throw. */
public interface RolloutListener {
  /** A rollout moved from {@code from} to {@code to}, and {@code sentence} tells why. */
  void moved(Rollout rollout, RolloutState from, RolloutState to, String sentence);

  void probed(AppName app, Reading reading);

  /** Whether the app now runs something that the relay did not put there. */
  void drift(AppName app, boolean drifted);
}
