package relay.assembly;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import relay.app.AppName;
import relay.health.Reading;
import relay.http.ReadyCheck.Readiness;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.record.RolloutListener;

/** Apps that cannot be seen, for readiness: a detail and never a no, since restarting the relay would mend none of them. */
final class Unseen implements RolloutListener {
  private final Set<String> unseen = new ConcurrentSkipListSet<>();

  @Override
  public void visible(AppName app, boolean visible) {
    if (visible) {
      unseen.remove(app.value());
    } else {
      unseen.add(app.value());
    }
  }

  Readiness readiness() {
    return new Readiness(true, unseen.isEmpty() ? "" : "cannot be seen: " + String.join(", ", unseen));
  }

  @Override
  public void moved(Rollout rollout, RolloutState from) {}

  @Override
  public void probed(AppName app, Reading reading) {}

  @Override
  public void drift(AppName app, boolean drifted) {}
}
