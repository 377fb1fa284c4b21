package sandbox.platform;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import sandbox.arm.SiteHost;
import sandbox.arm.SiteSettings;
import sandbox.vault.Resolution;
import sandbox.vault.Vaults;

/**
 * One app on the platform. A single thread of its own brings what runs into line with what is wished for; wishes, moods
 * and ends of containers only wake it. Everything else may be called from any thread and returns at once.
 */
public final class AppHost implements SiteHost, AutoCloseable {
  private static final int MOST_INSTANCES = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AppSpec spec;
  private final Vaults vaults;
  private final Starter starter;
  private final ContainerLog log;
  private final FrontEnd front;
  private final List<String> instanceIds = IntStream.range(0, MOST_INSTANCES).mapToObj(_ -> instanceId()).toList();
  private final Thread worker;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Wish wish;
  private long done; // number of the wish that was carried out, or given up for now
  private Mood mood;
  private List<Replica> live = List.of();
  private List<Replica> leaving = List.of(); // old ones that still answer in turns with the live ones
  private long leaveAt;
  private long retryAt;
  private int failures;
  private long errorPageUntil = System.nanoTime();
  private Optional<String> operation = Optional.empty();
  private boolean closed;

  AppHost(Vertx vertx, AppSpec spec, Vaults vaults, Starter starter, ContainerLog log) {
    this.spec = spec;
    this.vaults = vaults;
    this.starter = starter;
    this.log = log;
    this.mood = spec.mood();
    this.wish = Wish.none(spec.settings(), spec.platformEnvironment());
    this.front = FrontEnd.start(vertx, this::route).await();
    this.worker = Thread.ofVirtual().name("app " + spec.site().name()).start(this::work);
  }

  /** Where the app is reached. */
  public URI address() {
    return front.address();
  }
  public Mood mood() {
    return locked(() -> mood);
  }
  public void mood(Mood other) {
    if (other.start().instances() < 1 || other.start().instances() > MOST_INSTANCES)
      throw new IllegalArgumentException("1 to " + MOST_INSTANCES + " instances, not " + other.start().instances());
    change(() -> mood = other);
  }
  /** Changes app settings, which restarts the app and fetches its Key Vault references anew. */
  public void settings(Consumer<Map<String, String>> edit) {
    change(() -> {
      var settings = new TreeMap<>(wish.settings());
      edit.accept(settings);
      wish(before -> resolved(before.settings(settings)));
    });
  }
  /** Fetches Key Vault references anew; running containers keep what they have until they restart. */
  public void refreshReferences() {
    change(() -> wish = resolved(wish));
  }
  /** What ARM tells as {@code inProgressOperationId}. */
  public void operationInProgress(Optional<String> id) {
    change(() -> operation = id);
  }
  /** Whether what runs is what was last wished for, and nothing else. */
  public boolean isSettled() {
    return locked(() -> done == wish.number() && failures == 0 && missing().isEmpty() && leaving.isEmpty());
  }

  @Override
  public void configured(SiteSettings settings) {
    change(() -> wish(before -> resolved(before.configured(settings))));
  }
  @Override
  public void restart() {
    change(() -> wish(Wish::again));
  }
  @Override
  public boolean stopped() {
    return locked(() -> mood.front().stopped());
  }
  @Override
  public List<Instance> instances() {
    return locked(() -> IntStream.range(0, mood.start().instances()).mapToObj(index -> {
      boolean serves = live.stream().anyMatch(replica -> replica.index() == index && replica.alive());
      return new Instance(instanceIds.get(index), mood.front().stopped()
          ? Instance.State.STOPPED
          : serves ? Instance.State.READY : Instance.State.UNKNOWN);
    }).toList());
  }
  @Override
  public Optional<String> containerLogs() {
    return log.text();
  }
  @Override
  public Map<String, Resolution> references() {
    return locked(() -> wish.references());
  }
  @Override
  public Optional<String> operationInProgress() {
    return locked(() -> operation);
  }
  @Override
  public Duration staleReads() {
    return locked(() -> mood.switching().staleReads());
  }

  /** Stops the containers; returns when they are gone. Safe to repeat. */
  @Override
  public void close() {
    change(() -> closed = true);
    try {
      if (!worker.join(PATIENCE))
        worker.interrupt(); // it hangs in a pull; the runner ends what it had started
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    front.close().await();
  }

  private void wish(UnaryOperator<Wish> next) {
    wish = next.apply(wish);
    failures = 0;
    retryAt = System.nanoTime();
  }

  private Wish resolved(Wish next) {
    var references = new TreeMap<String, Resolution>();
    next.settings().forEach((name, value) -> vaults.resolve(value, spec.identity())
        .ifPresent(resolution -> references.put(name, resolution)));
    return next.references(references);
  }

  private FrontEnd.Route route() {
    return locked(() -> {
      Mood.Front visitors = mood.front();
      if (visitors.stopped())
        return new FrontEnd.Route.Page(403, Pages.STOPPED);
      if (visitors.accessRestricted())
        return new FrontEnd.Route.Page(403, Pages.RESTRICTED);
      if (System.nanoTime() - errorPageUntil < 0)
        return new FrontEnd.Route.Page(visitors.errorStatus(), Pages.error(visitors.errorStatus()));
      var serving = new ArrayList<Replica>();
      // One new, one old, and so on, so that a visitor who comes again meets both.
      for (int i = 0; i < Math.max(live.size(), leaving.size()); i++) {
        if (i < live.size() && live.get(i).alive())
          serving.add(live.get(i));
        if (i < leaving.size() && leaving.get(i).alive())
          serving.add(leaving.get(i));
      }
      return serving.isEmpty()
          ? new FrontEnd.Route.Page(503, Pages.error(503))
          : new FrontEnd.Route.Instances(serving, spec.affinity());
    });
  }

  private void work() {
    try {
      while (awaitWork())
        turn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopAll();
    }
  }

  /** One step towards what is wished for. */
  private void turn() throws InterruptedException {
    List<Replica> surplus = new ArrayList<>();
    Wish next;
    Mood now;
    boolean renew;
    List<Integer> indexes;
    lock.lock();
    try {
      next = wish;
      now = mood;
      renew = next.number() != done;
      for (Replica replica : live) {
        if (replica.alive())
          continue;
        log.error("Container " + replica.container() + " for site " + spec.site().name() + " has exited (exit code "
            + replica.running().orElseThrow().exit().join() + ")");
        surplus.add(replica);
        if (!renew)
          backOff();
      }
      int wanted = now.front().stopped() ? 0 : now.start().instances();
      live.stream().filter(replica -> replica.index() >= wanted).forEach(surplus::add);
      live = live.stream().filter(replica -> !surplus.contains(replica)).toList();
      if (!leaving.isEmpty() && (System.nanoTime() - leaveAt >= 0 || renew)) {
        surplus.addAll(leaving);
        leaving = List.of();
      }
      indexes = renew ? IntStream.range(0, wanted).boxed().toList() : missing();
      if (renew && wanted == 0)
        done = next.number();
      if (System.nanoTime() - retryAt < 0)
        indexes = List.of();
    } finally {
      lock.unlock();
    }
    starter.stop(surplus, now);
    if (!indexes.isEmpty())
      bringUp(next, now, indexes, renew);
  }

  private void bringUp(Wish next, Mood now, List<Integer> indexes, boolean renew) throws InterruptedException {
    Starter.Pause pause = time -> pause(next, time);
    try {
      var image = starter.pull(next, now, pause);
      if (renew && now.switching().stopFirst())
        stopOld(now);
      switchTo(next, now, starter.start(next, now, image, indexes, instanceIds, pause), renew);
    } catch (Starter.StartFailed _) { // the log tells why
      log.info("Stopping site " + spec.site().name() + " because it failed during startup.");
      if (now.switching().oldGoneAfterFailedStart() && renew)
        stopOld(now);
      change(() -> {
        if (wish.number() == next.number())
          backOff();
      });
    } catch (Starter.Overtaken _) { // the next turn does what is wished for now
      return;
    }
  }

  private void stopOld(Mood now) throws InterruptedException {
    starter.stop(locked(() -> {
      List<Replica> old = live;
      live = List.of();
      return old;
    }), now);
  }

  private void switchTo(Wish carried, Mood now, List<Replica> fresh, boolean renew) throws InterruptedException {
    List<Replica> old = List.of();
    lock.lock();
    try {
      if (renew) {
        old = live;
        live = fresh;
        done = carried.number();
        errorPageUntil = System.nanoTime() + now.front().errorPage().toNanos();
        if (now.switching().mixed().isPositive()) {
          leaving = old;
          leaveAt = System.nanoTime() + now.switching().mixed().toNanos();
          old = List.of();
        }
      } else {
        var all = new ArrayList<Replica>(live);
        all.addAll(fresh);
        live = List.copyOf(all);
      }
      failures = 0;
      for (Replica replica : fresh)
        replica.running().ifPresent(this::wakeAtItsEnd);
    } finally {
      lock.unlock();
    }
    starter.stop(old, now);
  }

  private void wakeAtItsEnd(Runner.Running running) {
    var _ = running.exit().thenRun(() -> change(() -> {
    }));
  }

  private void backOff() {
    Mood.Start start = mood.start();
    long wait = Math.min(start.retryMost().toNanos(), start.retryFirst().toNanos() << Math.min(failures, 20));
    failures++;
    retryAt = System.nanoTime() + wait;
  }

  /** Waits until something is to be done; false when the app is closed. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (closed)
          return false;
        long now = System.nanoTime();
        boolean dead = live.stream().anyMatch(replica -> !replica.alive());
        int wanted = mood.front().stopped() ? 0 : mood.start().instances();
        boolean toStart = wish.number() != done || !missing().isEmpty();
        boolean toLeave = !leaving.isEmpty();
        if (dead || live.stream().anyMatch(replica -> replica.index() >= wanted) || (toStart && now - retryAt >= 0)
            || (toLeave && now - leaveAt >= 0))
          return true;
        long wait = Long.MAX_VALUE;
        if (toStart)
          wait = retryAt - now;
        if (toLeave)
          wait = Math.min(wait, leaveAt - now);
        if (wait == Long.MAX_VALUE)
          changed.await();
        else
          changed.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  private void pause(Wish current, Duration time) throws Starter.Overtaken, InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (true) {
        if (closed || wish.number() != current.number() || mood.front().stopped())
          throw new Starter.Overtaken();
        if (left <= 0)
          return;
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Integer> missing() {
    if (wish.number() == 0 || mood.front().stopped())
      return List.of();
    return IntStream.range(0, mood.start().instances())
        .filter(index -> live.stream().noneMatch(replica -> replica.index() == index)).boxed().toList();
  }

  private void stopAll() {
    List<Replica> all = new ArrayList<>();
    change(() -> {
      all.addAll(live);
      all.addAll(leaving);
      live = List.of();
      leaving = List.of();
    });
    try {
      starter.stop(all, mood());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  private static String instanceId() {
    var bytes = new byte[32];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
