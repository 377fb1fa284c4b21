package relay.assembly;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.api.Api;
import relay.api.ApiToken;
import relay.api.Authentication;
import relay.api.ManagedApp;
import relay.api.SignIns;
import relay.app.AppDirectory;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.azure.EventGridParser;
import relay.config.AppConfig;
import relay.config.RegistryConfig;
import relay.config.RelayConfig;
import relay.coordination.DecisionLock;
import relay.coordination.LocalDecisionLock;
import relay.coordination.Places;
import relay.http.Management;
import relay.http.ReadyCheck;
import relay.http.Routes;
import relay.http.rate.ClientRateLimits;
import relay.intake.Delivery;
import relay.intake.ReceiverMetrics;
import relay.intake.ReceiverServices;
import relay.intake.ReceiverSettings;
import relay.intake.acr.AcrLog;
import relay.intake.acr.AcrReceiver;
import relay.intake.distribution.DistributionReceiver;
import relay.intake.eventgrid.EventGridReceiver;
import relay.intake.sender.HttpKeyDocuments;
import relay.journal.JournalStore;
import relay.notify.RetrySchedule;
import relay.notify.WebhookSender;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.reconcile.Reconciler;
import relay.rollout.act.Operations;
import relay.telemetry.CountedPushes;
import relay.telemetry.LoopMetrics;
import relay.telemetry.ReconcileMetrics;
import relay.telemetry.RolloutLog;
import relay.telemetry.RolloutMetrics;
import relay.telemetry.SelfMetrics;
import relay.telemetry.WireMetrics;
import relay.time.Jitter;
import relay.time.WakeableWaiter;

/** Puts all parts together. Opens the journal; everything else starts with the services. */
public final class RelayAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(RelayAssembly.class);
  private static final Duration PUSHES_EVERY = Duration.ofSeconds(5);
  private static final int FAILED_SIGN_INS_PER_SECOND = 5;
  private static final Duration SILENT = Duration.ofMinutes(10);

  private final RelayConfig config;
  private final Clock clock;
  private final Optional<TrustOptions> trust;
  private final Vertx vertx;
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Authentication authentication;
  private final WireMetrics wire = new WireMetrics(meters);
  private final LoopMetrics beats = new LoopMetrics(meters);
  private final ReceiverMetrics receiverMetrics = new ReceiverMetrics(meters);
  private final JournalStore store;
  private final DecisionLock lock = new LocalDecisionLock();
  private final LaneWakers wakers;
  private final Map<String, WakeableWaiter> pushWaiters = new ConcurrentHashMap<>();
  private final Loops loops;
  private final Reconciling reconciling;
  private final WakeableWaiter outboxWaiter;
  private final Unseen unseen = new Unseen();
  private final AzureLanes lanes;
  private final JournalWatch journalWatch;

  private RelayAssembly(RelayConfig config, Optional<TrustOptions> trust, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.trust = trust;
    this.authentication = new Authentication(config.access(), new SignIns(meters,
        new ClientRateLimits(config.rates().withPerClient(FAILED_SIGN_INS_PER_SECOND), System::nanoTime), clock));
    this.store = JournalStore.open(config.journal(), clock, wire::commit);
    List<AppName> names = config.apps().stream().map(AppConfig::name).toList();
    this.wakers = new LaneWakers(names, clock);
    this.loops = new Loops(beats, new WakeableWaiter(clock));
    this.outboxWaiter = new WakeableWaiter(clock);
    this.vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    var log = new AcrLog(receivers(RegistryConfig::acr).stream().map(ReceiverSettings::source).toList(), store.inbox(),
        this::recorded, receiverMetrics, clock);
    this.reconciling = new Reconciling(config, clock, new Reconciler.Surroundings(store.journal(), lock,
        store.sightings(), log, new ReconcileMetrics(meters, names,
            config.registries().stream().map(RegistryConfig::name).toList()),
        wakers, config.journal().keep(), Jitter.ofTheSystem()));
    SelfMetrics.register(meters, version(), store::queued, store::unreadable);
    var listener = new Listeners(List.of(new RolloutLog(), new RolloutMetrics(meters, names, store.journal()), unseen),
        outboxWaiter::wake);
    var places = new Places(config.perPlan(), wakers::wake);
    this.lanes = new AzureLanes(new AzureLanes.Parts(config, vertx, trust, wire, store.journal(), places, listener,
        wakers, reconciling, loops), loops.beating("azure", new WakeableWaiter(clock)));
    this.journalWatch = new JournalWatch(store, loops.beating("journal", new WakeableWaiter(clock)));
  }

  /**
   * Opens the journal and makes everything else.
   *
   * @throws relay.journal.engine.JournalUnusableException when the journal cannot be opened
   * @throws IOException when the file of further authorities cannot be used; the message says why
   */
  public static Parts of(RelayConfig config, Clock clock) throws IOException {
    var assembly = new RelayAssembly(config, EdgeTrust.of(config.azure().trustedCertificates()), clock);
    assembly.nameApps();
    return assembly.parts();
  }

  /**
   * What a relay consists of.
   *
   * @param services to be started in this order and stopped in the other
   * @param ports known once the services are started
   */
  public record Parts(List<Service> services, Ports ports) {}

  /** What the relay listens on. */
  public interface Ports {
    int main();

    int management();
  }

  private void nameApps() {
    List<AppDirectory.Departed> departed = store.directory().configure(config.apps().stream()
        .map(app -> new AppDirectory.Entry(app.name(), app.site().resourceId())).toList());
    departed.forEach(app -> LOG.warn("{} ({}) is no longer configured{}", app.name(), app.site(), app.underWay()
        .map(
            rollout -> "; its rollout " + rollout + " stays where it is, and goes on when the site is configured again")
        .orElse("")));
  }

  private Parts parts() {
    var front = new Front(config.server(), vertx, features(), management());
    return new Parts(
        List.of(new Closing(store, vertx), front, new Background(this::begin, loops), front.drain()),
        front);
  }

  private void begin() {
    List<AppSettings> apps = config.apps().stream().map(AppConfig::settings).toList();
    var decider = new PushDecider(store.journal(), clock);
    var pushes = new CountedPushes(store.pushes(), meters);
    for (RegistryConfig registry : config.registries()) {
      var waiter = new WakeableWaiter(clock);
      pushWaiters.put(registry.name(), waiter);
      loops.run("pushes " + registry.name(), waiter, waiting -> new PushWorker(registry.name(), apps, pushes, decider,
          lock, image -> lanes.tagNow(registry.name(), image), waiting, PUSHES_EVERY, wakers));
    }
    loops.start("azure", lanes, loops.beating("azure", new WakeableWaiter(clock)));
    loops.start("journal", journalWatch, loops.beating("journal", new WakeableWaiter(clock)));
    config.webhook().ifPresent(webhook -> loops.run("webhook", outboxWaiter, waiting -> new WebhookSender(vertx, trust,
        store.outbox(), webhook, RetrySchedule.STANDARD, waiting)));
    LOG.info("apps: {}", apps.size());
  }

  private List<Routes> features() {
    List<ManagedApp> apps = config.apps().stream()
        .map(app -> new ManagedApp(app.settings(), app.site().resourceId())).toList();
    var operations = new Operations(store.journal(), lock, wakers, clock);
    var api = new Api(vertx, apps, store.journal(), store.inbox(), authentication, operations);
    var receivers = new ReceiverServices(store.inbox(), this::recorded, new HttpKeyDocuments(vertx, trust),
        receiverMetrics,
        new ClientRateLimits(config.rates(), System::nanoTime), config.rates().perReceiver(), clock);
    List<Routes> features = new ArrayList<>();
    features.add(new AcrReceiver(receivers(RegistryConfig::acr), receivers));
    features.add(new EventGridReceiver(receivers(RegistryConfig::eventGrid), new EventGridParser(), receivers));
    features.add(new DistributionReceiver(receivers(RegistryConfig::distribution), receivers));
    features.add(api);
    return features;
  }

  private Management management() {
    var checks = List.of(new ReadyCheck("journal", journalWatch::readiness), new ReadyCheck("azure", lanes::readiness),
        new ReadyCheck("workers", this::workers), new ReadyCheck("apps", unseen::readiness),
        new ReadyCheck("webhooks", reconciling::readiness));
    return new Management(checks, meters, authentication.atLeast(ApiToken.Role.VIEWER));
  }

  private ReadyCheck.Readiness workers() {
    List<String> silent = beats.silentFor(SILENT, clock.instant());
    return new ReadyCheck.Readiness(silent.isEmpty(),
        silent.isEmpty() ? "" : "no sign of life for " + SILENT.toMinutes() + " min: " + String.join(", ", silent));
  }

  private <T> List<T> receivers(Function<RegistryConfig, Optional<T>> kind) {
    return config.registries().stream().map(kind).flatMap(Optional::stream).toList();
  }

  private void recorded(long id, Delivery delivery) {
    WakeableWaiter waiter = pushWaiters.get(delivery.registry());
    if (!delivery.pushes().isEmpty() && waiter != null) {
      waiter.wake();
    }
    reconciling.recorded(delivery);
  }

  private static String version() {
    return Optional.ofNullable(RelayAssembly.class.getPackage().getImplementationVersion()).orElse("development");
  }
}
