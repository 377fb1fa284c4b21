package relay.telemetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import relay.app.AppName;
import relay.health.Reading;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.record.RolloutListener;
import relay.rollout.record.Words;

/** One line per change of state, with app, rollout, state and code as fields; failures as warnings. */
public final class RolloutLog implements RolloutListener {
  private static final Logger LOG = LoggerFactory.getLogger("relay.rollout");

  @Override
  public void moved(Rollout rollout, RolloutState from) {
    RolloutState to = rollout.state();
    try (var _ = MDC.putCloseable("rollout", rollout.id().toString());
        var _ = MDC.putCloseable("app", rollout.app().value());
        var _ = MDC.putCloseable("state", to.label());
        var _ = MDC.putCloseable("code", to.code().orElse(""))) {
      String line = "{} rollout {}: {} -> {}. {}";
      if (to instanceof RolledBack || to instanceof Stuck) {
        LOG.warn(line, rollout.app(), rollout.id(), from.label(), to.label(), Words.entered(to));
      } else {
        LOG.info(line, rollout.app(), rollout.id(), from.label(), to.label(), Words.entered(to));
      }
    }
  }

  @Override
  public void probed(AppName app, Reading reading) {}

  @Override
  public void drift(AppName app, boolean drifted) {}

  @Override
  public void visible(AppName app, boolean visible) {}
}
