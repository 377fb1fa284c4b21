package relay.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import relay.app.Actor;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.intake.Delivery;
import relay.journal.JournalStore;
import relay.push.Push;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.act.OperationRefusedException;
import relay.rollout.act.Operations;
import relay.rollout.act.RollbackTo;
import relay.rollout.record.JournalException;
import relay.simulation.SimulatedApp.Trouble;
import relay.simulation.SimulatedApp.WriteFault;

/** Makes deeds happen. */
final class Deeds {
  private static final Actor ANN = new Actor.Person("ann");
  private final Simulation simulation;
  private final Fleet fleet;
  private final Baton baton;
  private final JournalStore store;
  private final JournalView view;
  private final Consumer<Violation> broken;

  Deeds(Simulation simulation, Fleet fleet, Baton baton, JournalStore store, JournalView view,
      Consumer<Violation> broken) {
    this.simulation = simulation;
    this.fleet = fleet;
    this.baton = baton;
    this.store = store;
    this.view = view;
    this.broken = broken;
  }

  void happen(Deed deed) {
    switch (deed.what()) {
      case IMAGE -> fleet.images().behave(deed.arg(0), Images.Behaviour.of(deed.arg(1)), deed.second() > 0);
      case REGISTRY_DOWN -> registry(deed).downFor(deed.seconds(1));
      case REGISTRY_SLOW -> registry(deed).slowFor(deed.seconds(1));
      case REGISTRY_DENIED -> registry(deed).deniedFor(deed.seconds(1));
      case JOURNAL_DOWN -> simulation.journalDown(deed.seconds(0));
      case KILL -> simulation.killed(deed.seconds(0), () -> {});
      case KILL_AT_SAVE -> simulation.ship().life().killAtSave(new Life.KillAtSave(deed.number(0),
          deed.arg(1).equals("before"), () -> simulation.relaunch(deed.seconds(2), () -> {})));
      case STOP -> simulation.stopped(deed.seconds(0), () -> {});
      case JUMP -> baton.jump(deed.seconds(0));
      case CONFIGURE -> simulation.stopped(Duration.ofSeconds(2), () -> fleet.configure(deed.arg(0), deed.arg(1)));
      default -> app(deed, fleet.setup(deed.arg(0)));
    }
  }

  private SimulatedRegistry registry(Deed deed) {
    return java.util.Objects.requireNonNull(fleet.registries().get(deed.arg(0)));
  }

  private void app(Deed deed, AppSetup setup) {
    Fleet.Site site = fleet.site(setup.handle());
    switch (deed.what()) {
      case PUSH -> {
        fleet.registry(setup).tag(tag(deed, setup), image(deed, setup, 2));
        tell(setup, tag(deed, setup), image(deed, setup, 2));
      }
      case TAG -> fleet.registry(setup).tag(tag(deed, setup), image(deed, setup, 2));
      case TELL -> tell(setup, tag(deed, setup), image(deed, setup, 2));
      case UNTAG -> fleet.registry(setup).untag(tag(deed, setup));
      case DELETE -> fleet.registry(setup).delete(image(deed, setup, 1));
      case QUARANTINE -> deliver(setup, List.of(), List.of(image(deed, setup, 1)));
      case DRIFT -> site.app().changeByHand(deed.arg(1).equals("foreign")
          ? Fleet.FOREIGN
          : ConfiguredImage.of(image(deed, setup, 1)));
      case UNDO_DRIFT -> view.record(setup.name()).live().ifPresent(site.app()::changeByHand);
      case ARM_DOWN -> site.app().trouble(Trouble.DOWN, deed.seconds(1));
      case ARM_SLOW -> site.app().trouble(Trouble.SLOW, deed.seconds(1));
      case FORBIDDEN -> site.app().trouble(Trouble.FORBIDDEN, deed.seconds(1));
      case NO_CLUES -> site.app().trouble(Trouble.NO_CLUES, deed.seconds(1));
      case VAULT -> site.app().trouble(Trouble.VAULT, deed.seconds(1));
      case WRITE_REFUSED -> site.app().plant(WriteFault.REFUSED);
      case WRITE_TAKEN -> site.app().plant(WriteFault.TAKEN);
      case WRITE_LOST -> site.app().plant(WriteFault.LOST);
      case WRITE_ODD -> site.app().plant(WriteFault.ODD);
      case STALE -> site.app().staleAfterNextChange(deed.seconds(1));
      case PULL -> site.platform().pullFailsFor(deed.seconds(1));
      case BLIND -> site.probe().trouble(SimulatedProbe.Trouble.BLIND, deed.seconds(1));
      case SILENT -> site.probe().trouble(SimulatedProbe.Trouble.SILENT, deed.seconds(1));
      case FRONT -> site.probe().trouble(SimulatedProbe.Trouble.FRONT, deed.seconds(1));
      case STOP_APP -> site.platform().running(false);
      case START_APP -> site.platform().running(true);
      case INSTANCES -> site.platform().scale(deed.number(1));
      default -> person(deed, setup);
    }
  }

  private static ImageReference tag(Deed deed, AppSetup setup) {
    return setup.repository().tagged(deed.arg(1));
  }

  private PinnedImage image(Deed deed, AppSetup setup, int index) {
    return fleet.image(setup, deed.arg(index));
  }

  /** An event; nobody hears it while the relay is away or cannot write it down. */
  private void tell(AppSetup setup, ImageReference tag, PinnedImage image) {
    deliver(setup, List.of(new Push(setup.value("registry"), tag, Optional.of(image.digest()), baton.truth())),
        List.of());
  }

  private void deliver(AppSetup setup, List<Push> pushes, List<PinnedImage> quarantined) {
    if (simulation.ship().life().isStopping() || simulation.isJournalDown()) {
      return;
    }
    String registry = setup.value("registry");
    var _ = store.inbox().record(new Delivery("acr", registry, baton.wall(), Optional.empty(), "push", "{}", pushes,
        List.of(), quarantined, List.of()));
    view.clear();
    pushes.forEach(push -> push.digest().ifPresent(digest -> fleet.told(push.image(), digest)));
    simulation.ship().recorded(registry);
  }

  /** What a person asks, on a thread of its own as a request has; nobody hears it while the relay is away. */
  private void person(Deed deed, AppSetup setup) {
    Life life = simulation.ship().life();
    if (life.isStopping() || !setup.is("listed")) {
      return;
    }
    Operations operations = simulation.ship().operations();
    fleet.acted(setup.handle());
    var _ = baton.play("person", life::isDead, () -> {
      try {
        asked(deed, setup, operations);
      } catch (OperationRefusedException refused) {
        refused(deed, setup, refused);
      } catch (JournalException unanswered) {
        // a 503: nothing was done
      }
    });
  }

  private void asked(Deed deed, AppSetup setup, Operations operations) {
    AppSettings settings = setup.settings();
    switch (deed.what()) {
      case DEPLOY -> operations.deployDigest(settings, ANN, "sim", value(deed, setup), false);
      case DEPLOY_TAG -> operations.deploy(settings, ANN, "sim",
          new DesiredImage.ByTag(tag(deed, setup), Optional.empty()), false);
      case ROLLBACK -> operations.rollback(settings, ANN, "sim", new RollbackTo.Before(), deed.with().contains("keep"));
      case ROLLBACK_TO -> operations.rollback(settings, ANN, "sim", new RollbackTo.Exactly(value(deed, setup)), false);
      case ADOPT -> operations.adopt(settings, ANN, "sim");
      case REVERT -> operations.revert(settings, ANN, "sim");
      case CANCEL -> newest(setup).ifPresent(rollout -> operations.cancel(rollout.id(), ANN, "sim"));
      case RETRY -> newest(setup).ifPresent(rollout -> operations.retry(rollout.id(), ANN, "sim"));
      case HOLD -> operations.hold(settings, ANN, "sim");
      case RELEASE -> operations.release(settings, ANN, "sim");
      case UNREJECT -> operations.unreject(settings, ANN, "sim", value(deed, setup));
      default -> throw new IllegalStateException("no act: " + deed);
    }
  }

  private String value(Deed deed, AppSetup setup) {
    Digest digest = image(deed, setup, 1).digest();
    return digest.value();
  }

  private Optional<Rollout> newest(AppSetup setup) {
    return view.history(Optional.of(setup.name()), 1).stream().findFirst();
  }

  private void refused(Deed deed, AppSetup setup, OperationRefusedException refused) {
    boolean canGoBack = view.underWay(setup.name()).flatMap(rollout -> rollout.state().changed())
        .filter(change -> change.back().isPresent()).isPresent();
    if (deed.what() == Deed.Word.ROLLBACK && canGoBack) {
      broken.accept(new Violation(6, "rollback-refused",
          "a rollback was refused while a rollout had the app in its hands: " + refused.code()));
    }
  }
}
