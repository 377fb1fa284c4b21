package relay.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import relay.app.Actor;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.intake.Delivery;
import relay.journal.JournalStore;
import relay.journal.MemoryEngine;
import relay.push.Push;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.act.OperationRefusedException;
import relay.rollout.act.RollbackTo;

/** Plays one history and watches the promises. Used once. */
final class Simulation {
  private static final Actor ANN = new Actor.Person("ann");
  /** After the last deed all faults end, and so long the world is calm. */
  private static final Duration CALM = Duration.ofMinutes(100);
  private final Baton baton = new Baton();
  private final List<Violation> broken = new ArrayList<>();
  private final History history;
  private final long seed;
  private final JournalStore store;
  private final SimulatedRegistry registry = new SimulatedRegistry(baton);
  private final SimulatedApp app;
  private final Promises promises;
  private AppSettings.Mode mode = AppSettings.Mode.ACT;
  private Ship ship;

  /** What came of it. */
  record Outcome(long steps, List<Violation> broken) {}

  Simulation(History history, MemoryEngine engine, long seed) {
    this.history = history;
    this.seed = seed;
    engine.reset();
    this.store = JournalStore.over(engine, baton::wall);
    this.promises = new Promises(store.journal(), registry, history, broken::add);
    this.app = new SimulatedApp(baton, broken::add, image -> promises().written(image));
    this.ship = launch();
  }

  private Promises promises() {
    return promises;
  }

  Outcome run() {
    history.deeds().forEach(deed -> baton.at(Duration.ofSeconds(deed.second()), () -> happen(deed)));
    baton.at(Duration.ofSeconds(history.lastSecond() + 1L), this::calm);
    baton.run(Duration.ofSeconds(history.lastSecond()).plus(CALM));
    promises.atTheEnd(app, baton);
    ship.kill();
    baton.end();
    return new Outcome(baton.steps(), broken);
  }

  private Ship launch() {
    return new Ship(baton, store, registry, app, mode, seed, broken::add);
  }

  private void relaunch(Duration after) {
    ship.kill();
    baton.after(after, () -> {
      if (ship.isDead()) {
        ship = launch();
      }
    });
  }

  private void calm() {
    app.calm();
    registry.downFor(Duration.ZERO);
    mode = AppSettings.Mode.ACT;
    relaunch(Duration.ofSeconds(1));
  }

  private void happen(Deed deed) {
    promises.happens(deed);
    switch (deed.what()) {
      case PUSH -> {
        registry.tag(deed.arg());
        tell(SimulatedRegistry.TAG, deed.arg());
      }
      case TAG -> registry.tag(deed.arg());
      case TELL -> tell(SimulatedRegistry.TAG, deed.arg());
      case CHART -> {
        registry.tag("chart");
        tell(SimulatedRegistry.TAG, "chart");
      }
      case POISON -> tell("1.4.0-99999999999999999999", "v1");
      case DEPLOY, DEPLOY_TAG, DEPLOY_TYPO, ROLLBACK, ADOPT, REVERT, CANCEL, RETRY, HOLD, RELEASE, UNREJECT ->
        asked(deed);
      case DRIFT -> app.changeByHand(deed.arg().equals("foreign")
          ? SimulatedApp.FOREIGN
          : ConfiguredImage.of(SimulatedRegistry.image(deed.arg())));
      case UNDO_DRIFT -> store.journal().record(Ship.APP).live().ifPresent(app::changeByHand);
      case IMAGE -> app.behave(deed.arg(),
          SimulatedApp.Behaviour.valueOf(deed.with().get(1).toUpperCase(Locale.ROOT).replace('-', '_')));
      case ARM_DOWN -> app.armDownFor(Duration.ofSeconds(deed.number()));
      case WRITE_REFUSED -> app.plant(SimulatedApp.WriteFault.REFUSED);
      case WRITE_TAKEN -> app.plant(SimulatedApp.WriteFault.TAKEN);
      case WRITE_LOST -> app.plant(SimulatedApp.WriteFault.LOST);
      case REGISTRY_DOWN -> registry.downFor(Duration.ofSeconds(deed.number()));
      case BLIND -> app.blindFor(Duration.ofSeconds(deed.number()));
      case DELETE -> registry.delete(deed.arg());
      case STOP_APP -> app.running(false);
      case START_APP -> app.running(true);
      case INSTANCES -> app.instances(deed.number());
      case KILL -> relaunch(Duration.ofSeconds(deed.number()));
      case KILL_AT_SAVE -> ship.killAtSave(new Ship.KillAtSave(deed.number(), deed.with().get(1).equals("before"),
          () -> relaunch(Duration.ofSeconds(Integer.parseInt(deed.with().get(2))))));
      case JUMP -> baton.jump(Duration.ofSeconds(deed.number()));
      case MODE -> {
        mode = AppSettings.Mode.valueOf(deed.arg().toUpperCase(Locale.ROOT));
        relaunch(Duration.ofSeconds(2));
      }
    }
  }

  private void tell(String tag, String image) {
    ImageReference reference = SimulatedRegistry.REPOSITORY.tagged(tag);
    Digest digest = SimulatedRegistry.image(image).digest();
    var push = new Push("shop", reference, Optional.of(digest), baton.wall());
    var _ = store.inbox().record(new Delivery("acr", "shop", baton.wall(), Optional.empty(), "push", "{}",
        List.of(push), List.of(), List.of(), List.of()));
    ship.recorded();
  }

  /** What a person asks; nobody hears while the relay is away. */
  private void asked(Deed deed) {
    if (ship.isDead()) {
      return;
    }
    AppSettings settings = Ship.settings(mode);
    try {
      switch (deed.what()) {
        case DEPLOY -> ship.operations().deploy(settings, ANN, "sim",
            new DesiredImage.ByDigest(SimulatedRegistry.image(deed.arg()), Optional.empty()), false);
        case DEPLOY_TAG -> ship.operations().deploy(settings, ANN, "sim", tag(SimulatedRegistry.TAG), false);
        case DEPLOY_TYPO -> ship.operations().deploy(settings, ANN, "sim", tag("lvie"), false);
        case ROLLBACK -> promises.rolledBack(
            ship.operations().rollback(settings, ANN, "sim", new RollbackTo.Before(), false));
        case ADOPT -> ship.operations().adopt(settings, ANN, "sim");
        case REVERT -> ship.operations().revert(settings, ANN, "sim");
        case CANCEL -> newest().ifPresent(rollout -> ship.operations().cancel(rollout.id(), ANN, "sim"));
        case RETRY -> newest().ifPresent(rollout -> ship.operations().retry(rollout.id(), ANN, "sim"));
        case HOLD -> ship.operations().hold(settings, ANN, "sim");
        case RELEASE -> ship.operations().release(settings, ANN, "sim");
        case UNREJECT -> ship.operations().unreject(settings, ANN, "sim",
            SimulatedRegistry.image(deed.arg()).digest().value());
        default -> throw new IllegalStateException("no act: " + deed);
      }
    } catch (OperationRefusedException refused) {
      promises.refused(deed, refused);
    }
  }

  private static DesiredImage tag(String tag) {
    return new DesiredImage.ByTag(SimulatedRegistry.REPOSITORY.tagged(tag), Optional.empty());
  }

  private Optional<Rollout> newest() {
    return store.journal().history(Optional.of(Ship.APP), 1).stream().findFirst();
  }

  /** For tests of single histories. */
  JournalStore store() {
    return store;
  }

  SimulatedApp app() {
    return app;
  }

  static PinnedImage image(String name) {
    return SimulatedRegistry.image(name);
  }
}
