package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import relay.app.AppDirectory;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.coordination.Places;
import relay.coordination.WakeUps;
import relay.health.check.HealthCheck;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.journal.JournalStore;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.reconcile.ReconcileSettings;
import relay.reconcile.Reconciler;
import relay.rollout.act.Operations;
import relay.rollout.gate.Gates;
import relay.rollout.record.Journal;
import relay.rollout.record.JournalException;
import relay.rollout.run.Runner;
import relay.rollout.site.SiteLanes;
import relay.time.Jitter;
import relay.time.Loop;
import relay.time.LoopListener;
import relay.time.Supervised;

/** One life of the relay: the real core, wired as in service, over the simulated world. */
final class Ship {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);
  private static final Duration PUSHES_EVERY = Duration.ofMinutes(2);
  private static final int PER_PLAN = 1;
  private final Baton baton;
  private final Life life;
  private final Jitter jitter;
  private final Consumer<Violation> broken;
  private final List<SimulatedWaiter> waiters = new ArrayList<>();
  private final Map<AppName, List<SimulatedWaiter>> lanes = new HashMap<>();
  private final Map<String, SimulatedWaiter> pushes = new HashMap<>();
  private final List<Player> loops = new ArrayList<>();
  private final Journal journal;
  private final Operations operations;

  /** What it is made of; {@code promises} hears of each save. */
  record Parts(Baton baton, RandomGenerator random, JournalStore store, JournalView view, Fleet fleet,
      SavePromises promises, Consumer<Violation> broken) {}

  Ship(Parts parts, Life life) {
    this.baton = parts.baton();
    this.life = life;
    this.jitter = new Jitter(parts.random());
    this.broken = parts.broken();
    this.journal = new ShipJournal(parts.store().journal(), parts.view(), life, parts.promises());
    parts.promises().launched();
    var lock = new BatonLock(baton);
    this.operations = new Operations(journal, lock, this::wake, baton::wall);
    List<AppSetup> setups = parts.fleet().listed();
    var _ = parts.store().directory().configure(setups.stream()
        .map(setup -> new AppDirectory.Entry(setup.name(), setup.settings().site())).toList());
    parts.view().clear();
    var places = new Places(PER_PLAN, this::wake);
    setups.forEach(setup -> site(setup, parts.fleet(), places));
    List<AppSettings> apps = setups.stream().map(AppSetup::settings).toList();
    parts.fleet().registries().forEach((name, registry) -> registry(name, registry, apps, parts, lock));
  }

  private void site(AppSetup setup, Fleet fleet, Places places) {
    AppSettings settings = setup.settings();
    Fleet.Site site = fleet.site(setup.handle());
    var gates = new Gates(settings.name(), journal, places);
    var candidates = new SimulatedWaiter(baton, life);
    var writer = new SimulatedWaiter(baton, life);
    lanes.put(settings.name(), List.of(candidates, writer));
    SiteLanes both = SiteLanes.of(
        waiting -> new Runner.Site(settings, site.app(), life::requireAlive, fleet.registry(setup),
            new HealthCheck(site.probe(), waiting, settings.health(), settings.proof(), _ -> {}), journal, gates,
            NoListener.INSTANCE, waiting),
        candidates, writer, this::wake, LOOK_EVERY, jitter);
    loop("candidates " + settings.name(), both.candidates(), candidates);
    loop("site " + settings.name(), both.site(), writer);
  }

  private void registry(String name, SimulatedRegistry registry, List<AppSettings> apps, Parts parts, BatonLock lock) {
    var bell = new SimulatedWaiter(baton, life);
    pushes.put(name, bell);
    loop("pushes " + name, new PushWorker(name, apps, new ShipPushes(parts.store().pushes(), parts.view(), life),
        new PushDecider(journal, baton::wall), lock, image -> tagNow(registry, image), bell, PUSHES_EVERY,
        (WakeUps) this::wake), bell);
    List<AppSettings> own = apps.stream().filter(app -> app.registry().equals(name)).toList();
    var waiter = new SimulatedWaiter(baton, life);
    loop(
        "reconcile " + name, new Reconciler(name, own, registry, List.of(), ReconcileSettings.every(LOOK_EVERY), waiter,
            waiter::wake, new Reconciler.Surroundings(journal, lock,
                new ShipSightings(parts.store().sightings(), parts.view(), life, parts.promises()), NoListener.INSTANCE,
                NoListener.INSTANCE, this::wake, Duration.ofDays(90), jitter)),
        waiter);
  }

  private static Optional<Digest> tagNow(Registry registry, ImageReference image) throws InterruptedException {
    try {
      return registry.digestOf(image);
    } catch (RegistryException e) {
      return Optional.empty();
    }
  }

  private void loop(String name, Loop loop, SimulatedWaiter waiter) {
    waiters.add(waiter);
    var supervised = new Supervised(name, loop, waiter, new Faults());
    loops.add(baton.play(name, life::isDead, () -> watched(name, supervised)));
    waiter.belongsTo(loops.getLast());
  }

  private void watched(String name, Supervised supervised) {
    try {
      supervised.run();
    } catch (Killed over) {
      throw over;
    } catch (RuntimeException | Error fault) {
      broken.accept(new Violation(13, "ended", name + " has ended with " + fault));
    }
  }

  /** Loops that ended, though the relay lives. */
  List<String> ended() {
    return loops.stream().filter(Player::isOver).map(Player::name).toList();
  }

  private void wake(AppName app) {
    lanes.getOrDefault(app, List.of()).forEach(SimulatedWaiter::wake);
  }

  Operations operations() {
    return operations;
  }

  Life life() {
    return life;
  }

  /** An event of this registry was recorded. */
  void recorded(String registry) {
    Objects.requireNonNull(pushes.get(registry)).wake();
  }

  /** Its loops end at their next pause. */
  void stop() {
    life.stop();
    waiters.forEach(SimulatedWaiter::wake);
  }

  private final class Faults implements LoopListener {
    @Override
    public void beat(String loop, Instant at) {}

    @Override
    public void failed(String loop, Throwable fault) {
      if (!(fault instanceof JournalException) && !life.isDead()) {
        broken.accept(new Violation(13, "fault", loop + " met " + fault));
      }
    }
  }
}
