package relay;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import relay.app.AppName;
import relay.health.Reading;
import relay.rollout.Rollout;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;

/** One line per change of state, with the app and the rollout's id; failures as warnings. */
final class RolloutLog implements RolloutListener {
  private static final Logger LOG = LoggerFactory.getLogger("relay.rollout");

  @Override
  public void moved(Rollout rollout, RolloutState from, RolloutState to, String sentence) {
    try (var _ = MDC.putCloseable("rollout", rollout.id().toString());
        var _ = MDC.putCloseable("app", rollout.app().value())) {
      String line = "{} rollout {}: {} -> {}. {}";
      if (to instanceof RolledBack || to instanceof Stuck) {
        LOG.warn(line, rollout.app(), rollout.id(), from.label(), to.label(), sentence);
      } else {
        LOG.info(line, rollout.app(), rollout.id(), from.label(), to.label(), sentence);
      }
    }
  }

  @Override
  public void probed(AppName app, Reading reading) {}

  @Override
  public void drift(AppName app, boolean drifted) {}
}
