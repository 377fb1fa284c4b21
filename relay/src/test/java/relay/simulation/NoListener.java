package relay.simulation;

import java.time.Instant;
import java.util.List;
import relay.app.AppName;
import relay.health.Reading;
import relay.reconcile.HookFault;
import relay.reconcile.MissedEvents;
import relay.reconcile.ReconcileListener;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.record.ImageRole;
import relay.rollout.record.RolloutListener;

/** Hears everything and says nothing. */
enum NoListener implements RolloutListener, ReconcileListener, MissedEvents {
  INSTANCE;

  @Override
  public void moved(Rollout rollout, RolloutState from) {}

  @Override
  public void probed(AppName app, Reading reading) {}

  @Override
  public void drift(AppName app, boolean drifted) {}

  @Override
  public void visible(AppName app, boolean visible) {}

  @Override
  public void round(String registry, Round end, Instant at) {}

  @Override
  public void found(String registry, By by) {}

  @Override
  public void atRisk(AppName app, ImageRole role, boolean atRisk) {}

  @Override
  public void fault(String registry, HookFault fault, boolean there) {}

  @Override
  public List<String> unknown(String registry, List<String> events) {
    return List.of();
  }

  @Override
  public boolean record(String registry, String body) {
    return false;
  }
}
