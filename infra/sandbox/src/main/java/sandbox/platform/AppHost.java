package sandbox.platform;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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
  private final AppState state;
  private final Thread worker;

  AppHost(Vertx vertx, AppSpec spec, Vaults vaults, Starter starter, ContainerLog log) {
    this.spec = spec;
    this.vaults = vaults;
    this.starter = starter;
    this.log = log;
    this.state = new AppState(Wish.none(spec.settings(), spec.platformEnvironment()), spec.mood());
    this.front = FrontEnd.start(vertx, this::route).await();
    this.worker = Thread.ofVirtual().name("app " + spec.site().name()).start(this::work);
  }

  /** Where the app is reached. */
  public URI address() {
    return front.address();
  }

  public Mood mood() {
    return state.mood();
  }

  public void mood(Mood other) {
    if (other.start().instances() < 1 || other.start().instances() > MOST_INSTANCES) {
      throw new IllegalArgumentException("1 to " + MOST_INSTANCES + " instances, not " + other.start().instances());
    }
    state.mood(other);
  }

  /** Changes app settings, which restarts the app and fetches its Key Vault references anew. */
  public void settings(Consumer<Map<String, String>> edit) {
    state.wish(before -> {
      var settings = new TreeMap<>(before.settings());
      edit.accept(settings);
      return resolved(before.settings(settings));
    });
  }

  /** Fetches Key Vault references anew; running containers keep what they have until they restart. */
  public void refreshReferences() {
    state.reword(this::resolved);
  }

  /** What ARM tells as {@code inProgressOperationId}. */
  public void operationInProgress(Optional<String> id) {
    state.operation(id);
  }

  /** Whether what runs is what was last wished for, and nothing else. */
  public boolean isSettled() {
    return state.isSettled();
  }

  @Override
  public void configured(SiteSettings settings) {
    state.wish(before -> resolved(before.configured(settings)));
  }

  @Override
  public void restart() {
    state.wish(Wish::again);
  }

  @Override
  public boolean stopped() {
    return mood().front().stopped();
  }

  @Override
  public List<Instance> instances() {
    Mood now = mood();
    return IntStream.range(0, now.start().instances()).mapToObj(index -> new Instance(instanceIds.get(index),
        now.front().stopped()
            ? Instance.State.STOPPED
            : state.serves(index) ? Instance.State.READY : Instance.State.UNKNOWN))
        .toList();
  }

  @Override
  public Optional<String> containerLogs() {
    return log.text();
  }

  @Override
  public Map<String, Resolution> references() {
    return state.wish().references();
  }

  @Override
  public Optional<String> operationInProgress() {
    return state.operation();
  }

  @Override
  public Duration staleReads() {
    return mood().switching().staleReads();
  }

  /** Stops the containers; returns when they are gone. Safe to repeat. */
  @Override
  public void close() {
    state.close();
    try {
      if (!worker.join(PATIENCE)) {
        worker.interrupt();
      } // it hangs in a pull; the runner ends what it had started
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    front.close().await();
  }

  private Wish resolved(Wish next) {
    var references = new TreeMap<String, Resolution>();
    next.settings().forEach((name, value) -> vaults.resolve(value, spec.identity())
        .ifPresent(resolution -> references.put(name, resolution)));
    return next.references(references);
  }

  private FrontEnd.Route route() {
    Mood.Front visitors = mood().front();
    if (visitors.stopped()) {
      return new FrontEnd.Route.Page(403, Pages.STOPPED);
    }
    if (visitors.accessRestricted()) {
      return new FrontEnd.Route.Page(403, Pages.RESTRICTED);
    }
    if (state.showsErrorPage()) {
      return new FrontEnd.Route.Page(visitors.errorStatus(), Pages.error(visitors.errorStatus()));
    }
    List<Replica> serving = state.serving();
    return serving.isEmpty()
        ? new FrontEnd.Route.Page(503, Pages.error(503))
        : new FrontEnd.Route.Instances(serving, spec.affinity());
  }

  private void work() {
    try {
      while (state.awaitWork()) {
        AppState.Turn turn = state.turn(this::logEnd);
        starter.stop(turn.surplus(), turn.mood());
        if (!turn.missing().isEmpty()) {
          bringUp(turn);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // the thread's owner: without this line the app would just be dead
      log.error("The platform itself failed: " + e);
      throw e;
    } finally {
      stopAll();
    }
  }

  private void logEnd(Replica replica) {
    log.error("Container " + replica.container() + " for site " + spec.site().name() + " has exited (exit code "
        + replica.running().orElseThrow().exit().join() + ")");
  }

  private void bringUp(AppState.Turn turn) throws InterruptedException {
    Wish next = turn.wish();
    Mood now = turn.mood();
    Starter.Pause pause = time -> state.pause(next, time);
    try {
      var image = starter.pull(next, now, pause);
      if (turn.renew() && now.switching().stopFirst()) {
        starter.stop(state.takeLive(), now);
      }
      List<Replica> fresh = starter.start(next, now, image, turn.missing(), instanceIds, pause);
      List<Replica> old = state.switchTo(turn, fresh);
      fresh.forEach(replica -> replica.running().ifPresent(this::wakeAtItsEnd));
      starter.stop(old, now);
    } catch (Starter.StartFailed _) { // the log tells why
      log.info("Stopping site " + spec.site().name() + " because it failed during startup.");
      if (now.switching().oldGoneAfterFailedStart() && turn.renew()) {
        starter.stop(state.takeLive(), now);
      }
      state.failed(turn);
    } catch (Starter.Overtaken _) { // the next turn does what is wished for now
      return;
    }
  }

  private void wakeAtItsEnd(Runner.Running running) {
    var _ = running.exit().thenRun(state::wake);
  }

  private void stopAll() {
    try {
      starter.stop(state.takeAll(), mood());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String instanceId() {
    var bytes = new byte[32];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
