package relay.assembly;

import java.util.List;
import relay.app.AppName;
import relay.health.Reading;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.record.RolloutListener;

/** Informs several listeners, and then that there may be something to announce. */
record Listeners(List<RolloutListener> all, Runnable announce) implements RolloutListener {
  @Override
  public void moved(Rollout rollout, RolloutState from) {
    all.forEach(listener -> listener.moved(rollout, from));
    if (rollout.state() instanceof RolloutState.Settled) {
      announce.run();
    }
  }

  @Override
  public void probed(AppName app, Reading reading) {
    all.forEach(listener -> listener.probed(app, reading));
  }

  @Override
  public void drift(AppName app, boolean drifted) {
    all.forEach(listener -> listener.drift(app, drifted));
    if (drifted) {
      announce.run();
    }
  }

  @Override
  public void visible(AppName app, boolean visible) {
    all.forEach(listener -> listener.visible(app, visible));
  }
}
