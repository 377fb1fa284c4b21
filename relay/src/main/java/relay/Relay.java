package relay;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.api.Api;
import relay.api.ApiToken;
import relay.api.Authentication;
import relay.api.ManagedApp;
import relay.app.AppName;
import relay.azure.AzureClients;
import relay.azure.EventGridParser;
import relay.config.AppConfig;
import relay.config.RegistryConfig;
import relay.config.RelayConfig;
import relay.coordination.Places;
import relay.health.HealthCheck;
import relay.http.Clients;
import relay.http.HttpServers;
import relay.http.Management;
import relay.http.ReadyCheck;
import relay.http.ReadyCheck.Readiness;
import relay.http.Routes;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.intake.AcrDoor;
import relay.intake.AcrLog;
import relay.intake.Backroom;
import relay.intake.Delivery;
import relay.intake.DistributionDoor;
import relay.intake.DoorMetrics;
import relay.intake.DoorSettings;
import relay.intake.EventGridDoor;
import relay.intake.HttpKeyDocuments;
import relay.journal.SqliteJournal;
import relay.notify.RetrySchedule;
import relay.notify.WebhookSender;
import relay.probe.HttpProbe;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.reconcile.Reconciler;
import relay.registry.OciRegistry;
import relay.rollout.RolloutListener;
import relay.rollout.site.SiteWorker;
import relay.telemetry.CountedPushes;
import relay.telemetry.ReconcileMetrics;
import relay.telemetry.RolloutMetrics;
import relay.telemetry.SelfMetrics;
import relay.telemetry.WireMetrics;
import relay.time.WakeableWaiter;

/**
 * The running relay: all its parts, put together by plain constructors here and nowhere else. The doors are open as soon
 * as the journal is; the clients of Azure take seconds and are made in the background, and the sites wait for them.
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration PRUNE_EVERY = Duration.ofHours(6);
  private static final Duration CONNECT_AGAIN = Duration.ofSeconds(10);

  private final RelayConfig config;
  private final Clock clock;
  private final Optional<TrustOptions> trust;
  private final Vertx vertx;
  private final CompletableFuture<Map<String, Registry>> registries = new CompletableFuture<>();
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final WireMetrics wire = new WireMetrics(meters);
  private final SqliteJournal journal;
  private final RolloutListener listener;
  private final Map<AppName, WakeableWaiter> bells = new HashMap<>();
  private final WakeableWaiter pushBell;
  private final Places plans;
  private final PushDecider judge;
  private final DoorMetrics doorMetrics = new DoorMetrics(meters);
  private final Reconciling reconciling;
  private final Optional<WebhookSender> sender;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final HttpServers servers;
  private volatile Readiness azure = Readiness.notYet("the clients are being made");

  private Relay(RelayConfig config, Optional<TrustOptions> trust, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.trust = trust;
    this.pushBell = new WakeableWaiter(clock);
    this.plans = new Places(config.perPlan(), this::nudge);
    config.apps().forEach(app -> bells.put(app.name(), new WakeableWaiter(clock)));
    this.journal = SqliteJournal.open(config.journal(), clock, wire::commit);
    this.judge = new PushDecider(journal.journal());
    var log = new AcrLog(doors(RegistryConfig::acr).stream().map(DoorSettings::origin).toList(), journal.inbox(),
        this::recorded, doorMetrics, clock);
    this.reconciling = new Reconciling(config, clock, new Reconciler.Surroundings(journal.journal(), judge,
        journal.sightings(), log, new ReconcileMetrics(meters, config.apps().stream().map(AppConfig::name).toList(),
            config.registries().stream().map(RegistryConfig::name).toList()),
        this::nudge, config.journal().keep()));
    SelfMetrics.register(meters, version(), journal::queued);
    this.vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    this.sender = config.webhook().map(webhook -> new WebhookSender(vertx, trust, journal.outbox(), webhook,
        RetrySchedule.STANDARD, clock));
    this.listener = new Listeners(List.of(new RolloutLog(),
        new RolloutMetrics(meters, config.apps().stream().map(AppConfig::name).toList(), journal.journal())),
        () -> sender.ifPresent(WebhookSender::nudge));
    this.servers = listen();
  }

  /**
   * Opens the journal and the doors, and starts everything else in the background.
   *
   * @throws relay.journal.JournalUnusable when the journal cannot be opened
   * @throws IOException when a port cannot be opened or the file of further authorities cannot be used; the message
   *         says which
   */
  public static Relay start(RelayConfig config, Clock clock) throws IOException {
    var relay = new Relay(config, EdgeTrust.of(config.azure().trustedCertificates()), clock);
    relay.background("pushes", new PushWorker(config.apps().stream().map(AppConfig::settings).toList(),
        new CountedPushes(relay.journal.pushes(), relay.meters), relay.judge, relay::tagNow, relay.pushBell,
        relay::nudge));
    relay.sender.ifPresent(WebhookSender::start);
    relay.background("azure", relay::connect);
    relay.background("housekeeping", relay::keepHouse);
    LOG.info("listens on port {}, management on {}; {} apps", relay.servers.mainPort(),
        relay.servers.managementPort(), config.apps().size());
    return relay;
  }

  private HttpServers listen() {
    List<ManagedApp> apps = config.apps().stream()
        .map(app -> new ManagedApp(app.settings(), app.site().resourceId())).toList();
    var authentication = new Authentication(config.tokens());
    var api = new Api(vertx, apps, journal.journal(), journal.inbox(), authentication, this::nudge, clock);
    List<Routes> features = new ArrayList<>();
    var backroom = new Backroom(journal.inbox(), this::recorded, new HttpKeyDocuments(vertx, trust), doorMetrics,
        new Clients(config.rates(), System::nanoTime), config.rates().perDoor(), clock);
    features.add(new AcrDoor(doors(RegistryConfig::acr), backroom));
    features.add(new EventGridDoor(doors(RegistryConfig::eventGrid), new EventGridParser(), backroom));
    features.add(new DistributionDoor(doors(RegistryConfig::distribution), backroom));
    features.add(api);
    var checks = List.of(new ReadyCheck("journal", () -> Readiness.READY), new ReadyCheck("azure", () -> azure),
        new ReadyCheck("webhooks", reconciling::readiness));
    return HttpServers
        .listen(vertx, config.server(), features,
            new Management(checks, meters, authentication.atLeast(ApiToken.Role.VIEWER)))
        .await();
  }

  private <T> List<T> doors(Function<RegistryConfig, Optional<T>> kind) {
    return config.registries().stream().map(kind).flatMap(Optional::stream).toList();
  }

  private void recorded(long id, Delivery delivery) {
    if (!delivery.pushes().isEmpty()) {
      pushBell.ring();
    }
    reconciling.recorded(delivery);
  }

  private void nudge(AppName app) {
    WakeableWaiter bell = bells.get(app);
    if (bell != null) {
      bell.ring();
    }
  }

  private void background(String name, Runnable work) {
    threads.add(Thread.ofVirtual().name(name).start(work));
  }

  /**
   * Makes the clients of Azure, and then opens the desk of each site. Tries for ever: doors need none of it. Nothing is
   * started before everything is made, so that another try never brings a site a second writer.
   */
  private void connect() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        AzureClients clients = AzureClients.connect(config.azure(), wire::arm);
        HttpClient registryClient = OciRegistry.client(vertx, trust);
        HttpClient probeClient = HttpProbe.client(vertx, trust);
        Map<String, Registry> registries = new HashMap<>();
        config.registries().forEach(registry -> registries.put(registry.name(),
            new OciRegistry(registryClient, registry.settings(), clients, wire::registry)));
        List<Runnable> starts = new ArrayList<>();
        BiConsumer<String, Runnable> later = (name, work) -> starts.add(() -> background(name, work));
        config.apps().forEach(app -> open(app, clients, registries, probeClient, later));
        reconciling.open(clients, registries, later);
        starts.forEach(Runnable::run);
        this.registries.complete(Map.copyOf(registries));
        azure = Readiness.READY;
        return;
      } catch (IOException | RuntimeException e) {
        azure = Readiness.notYet(String.valueOf(e.getMessage()));
        LOG.error("the clients of Azure cannot be made: {}", e.toString());
        if (!rest(CONNECT_AGAIN)) {
          return;
        }
      }
    }
  }

  private void open(AppConfig app, AzureClients clients, Map<String, Registry> registries, HttpClient probeClient,
      BiConsumer<String, Runnable> start) {
    WakeableWaiter bell = Objects.requireNonNull(bells.get(app.name()));
    Registry registry = Objects.requireNonNull(registries.get(app.settings().registry()));
    var health = new HealthCheck(new HttpProbe(probeClient, app.probe(), clients), bell, app.settings().health(),
        app.settings().proof(), reading -> listener.probed(app.name(), reading));
    start.accept("site " + app.site().site(),
        new SiteWorker(app.settings(), clients.webApp(app.site()), registry, health,
            bell, config.reconcile(), journal.journal(), plans, listener));
  }

  /** Waits until the registries can be asked: before that nothing is rolled out either. */
  private Optional<Digest> tagNow(String registry, ImageReference image) throws InterruptedException {
    try {
      return Objects.requireNonNull(registries.get().get(registry)).digestOf(image);
    } catch (RegistryException e) {
      LOG.info("what {} names now cannot be told, so a push of it counts: {}", image, e.getMessage());
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the registries are only ever completed well", e);
    }
  }

  private void keepHouse() {
    do {
      try {
        journal.prune(clock.instant());
      } catch (RuntimeException | Error fault) { // one that failed is tried again at the next time
        LOG.error("old history could not be forgotten; tried again in {} h", PRUNE_EVERY.toHours(), fault);
      }
    } while (rest(PRUNE_EVERY));
  }

  /** False when the relay stops. */
  private boolean rest(Duration length) {
    try {
      Thread.sleep(length);
      return true;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What the doors and the API listen on. */
  public int port() {
    return servers.mainPort();
  }

  public int managementPort() {
    return servers.managementPort();
  }

  private static String version() {
    return Optional.ofNullable(Relay.class.getPackage().getImplementationVersion()).orElse("development");
  }

  /**
   * Stops gracefully: doors answer 503, commits finish, rollouts stop at a saved state and are resumed at the next start.
   */
  @Override
  public void close() {
    LOG.info("stops: the doors close, rollouts stay as saved");
    servers.drain();
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      await(thread);
    }
    sender.ifPresent(Relay::stop);
    servers.stop(STOP).await();
    journal.close();
    vertx.close().await();
  }

  private static void stop(WebhookSender sender) {
    try {
      sender.stop();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Thread thread) {
    try {
      if (!thread.join(STOP)) {
        LOG.warn("{} did not stop in time; what it saved is safe", thread.getName());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
