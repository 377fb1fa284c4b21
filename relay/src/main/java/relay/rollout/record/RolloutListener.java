package relay.rollout.record;

import relay.app.AppName;
import relay.health.Reading;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;

/** Hears what happens, for metrics, the log and live views; after the commit, on the rollout's thread. Must not block or throw. */
public interface RolloutListener {
  /** A rollout moved from {@code from} to the state it now has. */
  void moved(Rollout rollout, RolloutState from);

  /** One probe of an app. */
  void probed(AppName app, Reading reading);

  /** Whether the app now runs something that the relay did not put there. */
  void drift(AppName app, boolean drifted);

  /** Whether the app can be seen. */
  void visible(AppName app, boolean visible);
}
