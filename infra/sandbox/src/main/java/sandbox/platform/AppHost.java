package sandbox.platform;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import sandbox.arm.SiteHost;
import sandbox.arm.SiteSettings;
import sandbox.arm.SiteStatus;
import sandbox.platform.container.Runner;
import sandbox.platform.image.ImageSource;
import sandbox.report.Event;
import sandbox.report.SiteReport;
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
  private final SiteReport report;
  private final FrontEnd front;
  private final List<String> instanceIds = new CopyOnWriteArrayList<>(
      IntStream.range(0, MOST_INSTANCES).mapToObj(_ -> instanceId()).toList());
  private final AppState state;
  private final Thread worker;

  /**
   * @param images where images come from, and {@code runner} what runs them
   * @param folder of the site's containers
   */
  AppHost(Vertx vertx, AppSpec spec, Vaults vaults, ImageSource images, Runner runner, Path folder, HttpClient client) {
    this.spec = spec;
    this.vaults = vaults;
    this.state = new AppState(Wish.none(spec.settings(), spec.platformEnvironment()), spec.mood());
    this.report = new SiteReport(spec.site().name(), () -> state.mood().reporting().style(), InstantSource.system());
    this.starter = new Starter(spec.site(), spec.hostName(), spec.identity(), images, runner, folder, report, client);
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
    int before = mood().start().instances();
    state.mood(other);
    if (other.start().instances() < before) { // the machines are given back: who comes later is somebody else
      report.scaled(other.start().instances());
      IntStream.range(other.start().instances(), before).forEach(index -> instanceIds.set(index, instanceId()));
    }
  }

  /** Scales in or out while the app runs, and restarts nothing. */
  public void scale(int instances) {
    mood(mood().instances(instances));
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
    state.restart();
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
    return report.log();
  }

  @Override
  public Optional<List<SiteStatus>> statuses() {
    Mood now = mood();
    if (!now.reporting().siteStatus()) {
      return Optional.empty();
    }
    List<SiteStatus> rows = report.statuses(instanceIds.subList(0, now.start().instances()),
        now.reporting().updating());
    return Optional.of(now.front().stopped() ? rows.stream().map(AppHost::stopped).toList() : rows);
  }

  private static SiteStatus stopped(SiteStatus row) {
    return new SiteStatus(row.instance(), SiteStatus.State.STOPPED, "None", row.lastError(), "",
        SiteStatus.Level.INFO);
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

  private FrontEnd.Route route(String path) {
    Mood.Front visitors = mood().front();
    if (visitors.stopped()) {
      return new FrontEnd.Route.Page(403, Pages.STOPPED);
    }
    if (visitors.accessRestricted()) {
      return new FrontEnd.Route.Page(403, Pages.RESTRICTED);
    }
    Optional<Mood.SignIn> signIn = visitors.signIn().filter(page -> page.takes(path));
    if (signIn.isPresent()) {
      return new FrontEnd.Route.Elsewhere(signIn.get().status(), signIn.get().location());
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
        AppState.Turn turn = state.turn();
        turn.news().forEach(report::happened);
        starter.stop(turn.surplus(), turn.mood());
        if (!turn.missing().isEmpty()) {
          bringUp(turn);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // the thread's owner: without this line the app would just be dead
      report.happened(new Event.Trouble("The platform itself failed: " + e));
      throw e;
    } finally {
      stopAll();
    }
  }

  private void bringUp(AppState.Turn turn) throws InterruptedException {
    Wish next = turn.wish();
    Mood now = turn.mood();
    Starter.Pause pause = time -> state.pause(next, time, doomed -> starter.stopApart(doomed, now));
    try {
      var image = starter.pull(next, now, turn.missing(), turn.renew() && !state.serving().isEmpty(), pause);
      if (turn.renew() && now.switching().stopFirst()) {
        starter.stop(state.takeLive(), now);
      }
      List<Replica> fresh = starter.start(next, now, image, turn.missing(), instanceIds, pause);
      List<Replica> old = state.switchTo(turn, fresh);
      report.happened(new Event.Started(turn.missing()));
      fresh.forEach(replica -> replica.running().ifPresent(this::wakeAtItsEnd));
      starter.stop(old, now);
    } catch (Starter.StartFailedException _) { // the log tells why
      report.happened(new Event.GaveUp(turn.missing()));
      state.failed(turn).ifPresent(report::happened);
    } catch (Starter.OvertakenException _) { // the next turn does what is wished for now
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
