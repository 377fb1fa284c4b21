package relay.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.WebApp;
import relay.coordination.LocalDecisionLock;
import relay.coordination.Places;
import relay.health.HealthCheck;
import relay.health.HealthSettings;
import relay.health.Probe;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.TagPolicy;
import relay.journal.JournalStore;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.push.Pushes;
import relay.reconcile.HookFault;
import relay.reconcile.MissedEvents;
import relay.reconcile.ReconcileListener;
import relay.reconcile.ReconcileSettings;
import relay.reconcile.Reconciler;
import relay.reconcile.Sightings;
import relay.rollout.ImageRole;
import relay.rollout.Journal;
import relay.rollout.JournalException;
import relay.rollout.Rollout;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutState;
import relay.rollout.act.Operations;
import relay.rollout.gate.Gates;
import relay.rollout.run.Runner;
import relay.rollout.site.SiteLanes;
import relay.time.Jitter;
import relay.time.Loop;
import relay.time.Waiter;

/** One life of the relay: the real core over the simulated world. When it is killed, its threads do nothing any more. */
final class Ship {
  static final AppName APP = new AppName("reviews");
  private final Baton baton;
  private final Consumer<Violation> broken;
  private final List<Baton.Player> players = new ArrayList<>();
  private final Journal journal;
  private final Operations operations;
  private Optional<KillAtSave> killAtSave = Optional.empty();
  private boolean dead;

  /** Where the relay is to be killed. */
  record KillAtSave(int saves, boolean before, Runnable then) {}

  Ship(Baton baton, JournalStore store, SimulatedRegistry registry, SimulatedApp app, AppSettings.Mode mode, long seed,
      Consumer<Violation> broken) {
    this.baton = baton;
    this.broken = broken;
    this.journal = alive(Journal.class, store.journal());
    AppSettings settings = settings(mode);
    Registry living = alive(Registry.class, registry);
    WebApp web = alive(WebApp.class, app);
    Probe probe = alive(Probe.class, app);
    var lock = new LocalDecisionLock();
    var jitter = new Jitter(new Random(seed));
    var places = new Places(1, _ -> {});
    var gates = new Gates(APP, journal, places);
    RolloutListener listener = new Deaf();
    SiteLanes lanes = SiteLanes.of(waiting -> new Runner.Site(settings, web, () -> {}, living,
        new HealthCheck(probe, waiting, settings.health(), settings.proof(), _ -> {}), journal, gates, listener,
        waiting), waiter(0), waiter(1), _ -> wakeLanes(), Duration.ofMinutes(5), jitter);
    loop("candidates", lanes.candidates());
    loop("site", lanes.site());
    var decider = new PushDecider(journal, baton::wall);
    loop("pushes", new PushWorker("shop", List.of(settings), alive(Pushes.class, store.pushes()), decider, lock,
        image -> tagNow(living, image), waiter(2), Duration.ofMinutes(2), _ -> wakeLanes()));
    loop("reconcile", new Reconciler("shop", List.of(settings), living, List.of(), ReconcileSettings.every(
        Duration.ofMinutes(5)), waiter(3), () -> {},
        new Reconciler.Surroundings(journal, lock, alive(Sightings.class, store.sightings()), new NoLog(),
            new Silent(), _ -> wakeLanes(), Duration.ofDays(90), jitter)));
    this.operations = new Operations(journal, lock, _ -> wakeLanes(), baton::wall);
  }

  static AppSettings settings(AppSettings.Mode mode) {
    var health = new HealthSettings("/healthz", 200, Optional.empty(), 2, 3, Duration.ofSeconds(5),
        Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(20),
        Duration.ofSeconds(60), 1, 6, Duration.ofSeconds(10));
    return new AppSettings(APP, "/sites/reviews", "shop", SimulatedRegistry.REPOSITORY,
        new TagPolicy.Exact(SimulatedRegistry.TAG), Platform.LINUX_AMD64, mode, health, ProofSettings.standard(),
        AppSettings.VaultGate.NO_WORSE, false, Duration.ofSeconds(20), AppSettings.Drift.ALERT);
  }

  private static Optional<Digest> tagNow(Registry registry, ImageReference image) throws InterruptedException {
    try {
      return registry.digestOf(image);
    } catch (RegistryException e) {
      return Optional.empty();
    }
  }

  private void wakeLanes() {
    waiters.forEach(SimulatedWaiter::wake);
  }

  private final List<SimulatedWaiter> waiters = new ArrayList<>();

  private SimulatedWaiter waiter(int index) {
    while (waiters.size() <= index) {
      waiters.add(new SimulatedWaiter(waiters.size()));
    }
    return waiters.get(index);
  }

  private void loop(String name, Loop loop) {
    players.add(baton.play(name, () -> dead, () -> {
      try {
        while (true) {
          stepOf(name, loop);
        }
      } catch (Killed | InterruptedException over) {
        dead = true;
      }
    }));
  }

  private void stepOf(String name, Loop loop) throws InterruptedException {
    try {
      loop.step();
    } catch (JournalException e) {
      sleep(Duration.ofSeconds(1));
    } catch (RuntimeException fault) {
      broken.accept(new Violation(13, name + " met " + fault));
      sleep(Duration.ofSeconds(1));
    }
  }

  private void sleep(Duration length) {
    requireAlive();
    baton.sleep(length);
    requireAlive();
  }

  private void requireAlive() {
    if (dead) {
      throw new Killed();
    }
  }

  Operations operations() {
    return operations;
  }

  Journal journal() {
    return journal;
  }

  boolean isDead() {
    return dead;
  }

  /** Its threads end at whatever they do next. */
  void kill() {
    dead = true;
    players.forEach(Baton.Player::wake);
  }

  /** An event was recorded. */
  void recorded() {
    waiter(2).wake();
  }

  void killAtSave(KillAtSave when) {
    killAtSave = Optional.of(when);
  }

  /** A port that serves this life only. */
  @SuppressWarnings("unchecked")
  private <T> T alive(Class<T> port, T real) {
    InvocationHandler handler = (_, method, arguments) -> {
      requireAlive();
      boolean save = port == Journal.class && method.getName().equals("save");
      if (save && isToDie(true)) {
        die();
      }
      Object result;
      try {
        result = method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      if (save && isToDie(false)) {
        die();
      }
      requireAlive();
      return result;
    };
    return (T) Proxy.newProxyInstance(Ship.class.getClassLoader(), new Class<?>[]{port}, handler);
  }

  private boolean isToDie(boolean before) {
    if (killAtSave.isEmpty()) {
      return false;
    }
    KillAtSave when = killAtSave.get();
    if (before) {
      killAtSave = Optional.of(new KillAtSave(when.saves() - 1, when.before(), when.then()));
    }
    int left = before ? when.saves() - 1 : when.saves();
    return left == 0 && when.before() == before;
  }

  private void die() {
    Runnable then = killAtSave.orElseThrow().then();
    kill();
    then.run();
    throw new Killed();
  }

  /** The waiter of one loop. */
  private final class SimulatedWaiter implements Waiter {
    private final int index;
    private boolean woken;

    SimulatedWaiter(int index) {
      this.index = index;
    }

    void wake() {
      woken = true;
      if (index < players.size()) {
        players.get(index).wake();
      }
    }

    @Override
    public Instant now() {
      return baton.wall();
    }

    @Override
    public long nanos() {
      return baton.nanos();
    }

    @Override
    public void pause(Duration length) {
      boolean atOnce = woken || !length.isPositive();
      woken = false;
      sleep(atOnce ? Duration.ofNanos(1) : length);
      woken = false;
    }
  }

  private static final class Deaf implements RolloutListener {
    @Override
    public void moved(Rollout rollout, RolloutState from) {}

    @Override
    public void probed(AppName app, Reading reading) {}

    @Override
    public void drift(AppName app, boolean drifted) {}

    @Override
    public void visible(AppName app, boolean visible) {}
  }

  private static final class Silent implements ReconcileListener {
    @Override
    public void round(String registry, Round end, Instant at) {}

    @Override
    public void found(String registry, By by) {}

    @Override
    public void atRisk(AppName app, ImageRole role, boolean atRisk) {}

    @Override
    public void fault(String registry, HookFault fault, boolean there) {}
  }

  private static final class NoLog implements MissedEvents {
    @Override
    public List<String> unknown(String registry, List<String> events) {
      return List.of();
    }

    @Override
    public boolean record(String registry, String body) {
      return false;
    }
  }

}
