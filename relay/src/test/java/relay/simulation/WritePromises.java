package relay.simulation;

import java.util.Optional;
import java.util.function.Consumer;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.Stuck;

/** What must hold whenever the relay writes to a site. */
final class WritePromises implements SimulatedApp.Watcher {
  private final JournalView view;
  private final Baton baton;
  private final Consumer<Violation> broken;
  private Optional<Fleet> fleet = Optional.empty();

  WritePromises(JournalView view, Baton baton, Consumer<Violation> broken) {
    this.view = view;
    this.baton = baton;
    this.broken = broken;
  }

  void over(Fleet world) {
    fleet = Optional.of(world);
  }

  private void broken(int promise, String kind, String what) {
    broken.accept(new Violation(promise, kind, what));
  }

  @Override
  public void writes(SimulatedApp app, ConfiguredImage image) {
    allowed(app).ifPresent(setup -> announced(setup, image));
  }

  /** The app as it is configured; empty when nothing may be written there, which is then said. */
  private Optional<AppSetup> allowed(SimulatedApp app) {
    Optional<AppSetup> setup = fleet.orElseThrow().of(app);
    if (setup.isEmpty()) {
      broken(4, "not-ours", "a site was written that the configuration does not name");
      return Optional.empty();
    }
    if (setup.get().observes()) {
      broken(12, "observe", setup.get().handle() + " is only observed, and was written");
    }
    if (!baton.who().equals("site " + setup.get().name())) {
      broken(4, "writer", baton.who() + " wrote " + setup.get().handle());
    }
    return setup;
  }

  private void announced(AppSetup setup, ConfiguredImage image) {
    AppName app = setup.name();
    Optional<Rollout> underWay = view.underWay(app);
    if (underWay.isEmpty()) {
      boolean mending = view.stuck(app).flatMap(rollout -> rollout.state().changed()).flatMap(Change::back)
          .map(RollbackTarget::configured).filter(image::sameAs).isPresent();
      if (!mending) {
        broken(12, "unannounced", "a write of " + image + " that no saved state announces");
      }
      return;
    }
    Rollout rollout = underWay.get();
    Change change = rollout.state().changed().orElseThrow();
    boolean forward = rollout.state() instanceof Applying && image.runs(change.target());
    boolean back = rollout.state() instanceof Restoring
        && change.back().map(RollbackTarget::configured).filter(image::sameAs).isPresent();
    if (!forward && !back) {
      broken(12, "unannounced", "rollout " + rollout.id() + " is " + rollout.state().label() + " and wrote " + image);
    }
    if (forward) {
      brings(setup, rollout, change.target());
    }
  }

  private void brings(AppSetup setup, Rollout rollout, PinnedImage target) {
    boolean confirmed = target.in().equals(setup.repository())
        && fleet.orElseThrow().registry(setup).everHad(target)
        && fleet.orElseThrow().images().behaviour(target.digest()) != Images.Behaviour.CHART;
    if (!confirmed) {
      broken(2, "unconfirmed", "rollout " + rollout.id() + " brings " + target
          + ", which its registry never had as an image");
    }
    if (!(rollout.request().cause() instanceof Cause.Manual) && view.record(setup.name()).isRejected(target)) {
      broken(7, "rejected", "rollout " + rollout.id() + " writes a rejected digest by itself");
    }
  }

  @Override
  public void restarts(SimulatedApp app) {
    allowed(app).filter(setup -> view.stuck(setup.name()).filter(rollout -> rollout.state() instanceof Stuck).isEmpty())
        .ifPresent(setup -> broken(12, "restart", setup.handle() + " was restarted for no reason"));
  }

  @Override
  public void switched(SimulatedApp app, ConfiguredImage image) {}
}
