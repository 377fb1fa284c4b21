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
  private final Fleet fleet = new Fleet();
  private long retryAt;
  private int failures;
  private long errorPageUntil = System.nanoTime();
  private Optional<String> operation = Optional.empty();
  private boolean resting; // the worker waits: what it took out is gone
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
    return locked(() -> resting && done == wish.number() && failures == 0 && missing().isEmpty() && !fleet.isMixed());
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
      boolean serves = fleet.serves(index);
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
      List<Replica> serving = fleet.serving();
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
    } catch (RuntimeException e) { // the thread's owner: without this line the app would just be dead
      log.error("The platform itself failed: " + e);
      throw e;
    } finally {
      stopAll();
    }
  }

  /** One step towards what is wished for. */
  private void turn() throws InterruptedException {
    var surplus = new ArrayList<Replica>();
    Wish next;
    Mood now;
    boolean renew;
    List<Integer> indexes;
    lock.lock();
    try {
      next = wish;
      now = mood;
      renew = next.number() != done;
      int wanted = wanted();
      List<Replica> dead = fleet.takeDead();
      dead.forEach(this::logEnd);
      if (!dead.isEmpty() && !renew)
        backOff();
      surplus.addAll(dead);
      surplus.addAll(fleet.takeBeyond(wanted));
      if (renew || fleet.untilLeave(System.nanoTime()) <= 0)
        surplus.addAll(fleet.takeLeaving());
      indexes = renew ? IntStream.range(0, wanted).boxed().toList() : missing();
      if (wanted == 0)
        done = next.number(); // a stopped app has nothing to carry out
      if (System.nanoTime() - retryAt < 0)
        indexes = List.of();
    } finally {
      lock.unlock();
    }
    starter.stop(surplus, now);
    if (!indexes.isEmpty())
      bringUp(next, now, indexes, renew);
  }

  private void logEnd(Replica replica) {
    log.error("Container " + replica.container() + " for site " + spec.site().name() + " has exited (exit code "
        + replica.running().orElseThrow().exit().join() + ")");
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
    starter.stop(locked(fleet::takeLive), now);
  }

  private void switchTo(Wish carried, Mood now, List<Replica> fresh, boolean renew) throws InterruptedException {
    List<Replica> old = List.of();
    lock.lock();
    try {
      if (renew) {
        long time = System.nanoTime();
        old = fleet.replace(fresh, now.switching().mixed(), time);
        done = carried.number();
        errorPageUntil = time + now.front().errorPage().toNanos();
      } else {
        fleet.add(fresh);
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
    long wait = Math.min(start.retryMost().toNanos(), start.retryFirst().toNanos() << Math.min(failures, 10));
    failures++;
    retryAt = System.nanoTime() + wait;
  }

  /** Waits until something is to be done; false when the app is closed. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        resting = false;
        if (closed)
          return false;
        long now = System.nanoTime();
        boolean toStart = wish.number() != done || !missing().isEmpty();
        if (fleet.hasSurplus(wanted(), now) || (toStart && now - retryAt >= 0))
          return true;
        long wait = toStart ? retryAt - now : Long.MAX_VALUE;
        if (fleet.isMixed())
          wait = Math.min(wait, fleet.untilLeave(now));
        resting = true;
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

  private int wanted() {
    return mood.front().stopped() ? 0 : mood.start().instances();
  }
  private List<Integer> missing() {
    return wish.number() == 0 ? List.of() : fleet.missing(wanted());
  }

  private void stopAll() {
    List<Replica> all = locked(() -> {
      var both = new ArrayList<Replica>(fleet.takeLive());
      both.addAll(fleet.takeLeaving());
      return both;
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
