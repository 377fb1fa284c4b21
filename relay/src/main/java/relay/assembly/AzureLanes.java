package relay.assembly;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.azure.AzureClients;
import relay.config.AppConfig;
import relay.config.RelayConfig;
import relay.coordination.Places;
import relay.health.check.HealthCheck;
import relay.http.ReadyCheck.Readiness;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.probe.HttpProbe;
import relay.registry.OciRegistry;
import relay.rollout.gate.Gates;
import relay.rollout.record.Journal;
import relay.rollout.record.RolloutListener;
import relay.rollout.run.Runner;
import relay.rollout.site.SiteLanes;
import relay.telemetry.WireMetrics;
import relay.time.Jitter;
import relay.time.Loop;
import relay.time.Waiter;

/**
 * Makes the clients of Azure, which takes seconds, and then opens the two lanes of each site and the reconciliation of each
 * registry. Tries for ever: receivers need none of it. Nothing is started before everything is made, so that another try
 * never brings a site a second writer.
 */
final class AzureLanes implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(AzureLanes.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration DONE = Duration.ofDays(1);

  /** What the lanes are made with. */
  record Parts(RelayConfig config, Vertx vertx, Optional<TrustOptions> trust, WireMetrics wire, Journal journal,
      Places places, RolloutListener listener, LaneWakers wakers, Reconciling reconciling, Loops loops) {}

  private final Parts parts;
  private final Waiter waiter;
  private final CompletableFuture<Map<String, Registry>> registries = new CompletableFuture<>();
  private volatile Readiness readiness = Readiness.notYet("the clients are being made");

  AzureLanes(Parts parts, Waiter waiter) {
    this.parts = parts;
    this.waiter = waiter;
  }

  Readiness readiness() {
    return readiness;
  }

  @Override
  public void step() throws InterruptedException {
    if (registries.isDone()) {
      waiter.pause(DONE);
      return;
    }
    try {
      connect();
      readiness = Readiness.READY;
    } catch (IOException | RuntimeException e) {
      readiness = Readiness.notYet(String.valueOf(e.getMessage()));
      LOG.error("the clients of Azure cannot be made: {}", e.toString());
      waiter.pause(AGAIN);
    }
  }

  private void connect() throws IOException {
    RelayConfig config = parts.config();
    AzureClients clients = AzureClients.connect(config.azure(), parts.wire()::arm);
    HttpClient registryClient = OciRegistry.client(parts.vertx(), parts.trust());
    HttpClient probeClient = HttpProbe.client(parts.vertx(), parts.trust());
    Map<String, Registry> made = new HashMap<>();
    config.registries().forEach(registry -> made.put(registry.name(),
        new OciRegistry(registryClient, registry.settings(), clients, parts.wire()::registry)));
    List<Runnable> starts = new ArrayList<>();
    config.apps().forEach(app -> starts.add(lanes(app, clients, made, probeClient)));
    starts.add(parts.reconciling().open(clients, made, parts.loops()));
    starts.forEach(Runnable::run);
    registries.complete(Map.copyOf(made));
  }

  /** Makes the lanes of one site; what is returned starts them. */
  private Runnable lanes(AppConfig app, AzureClients clients, Map<String, Registry> made, HttpClient probeClient) {
    Registry registry = Objects.requireNonNull(made.get(app.settings().registry()));
    var web = clients.webApp(app.site());
    var probe = new HttpProbe(probeClient, app.probe(), clients);
    var gates = new Gates(app.name(), parts.journal(), parts.places());
    String candidates = "candidates " + app.name();
    String site = "site " + app.name();
    Waiter candidateWaiter = parts.loops().beating(candidates, parts.wakers().candidates(app.name()));
    Waiter siteWaiter = parts.loops().beating(site, parts.wakers().site(app.name()));
    SiteLanes lanes = SiteLanes.of(
        waiting -> new Runner.Site(app.settings(), web, () -> {}, registry,
            new HealthCheck(probe, waiting, app.settings().health(), app.settings().proof(),
                reading -> parts.listener().probed(app.name(), reading)),
            parts.journal(), gates, parts.listener(), waiting),
        candidateWaiter, siteWaiter, parts.wakers(), parts.config().reconcile(), Jitter.ofTheSystem());
    return () -> {
      parts.loops().start(candidates, lanes.candidates(), candidateWaiter);
      parts.loops().start(site, lanes.site(), siteWaiter);
    };
  }

  /** What a tag names now. Waits until the registries can be asked: before that nothing is rolled out either. */
  Optional<Digest> tagNow(String registry, ImageReference image) throws InterruptedException {
    try {
      return Objects.requireNonNull(registries.get().get(registry)).digestOf(image);
    } catch (RegistryException e) {
      LOG.info("what {} names now is not known, so a push of it counts: {}", image, e.getMessage());
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the registries are only ever completed well", e);
    }
  }
}
