package reviews;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.health.HealthWatch;
import reviews.identity.AppIdentity;
import reviews.photos.Photos;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.SampleData;
import reviews.settings.SiteSettings;
import reviews.settings.TelemetrySettings;
import reviews.telemetry.Metrics;
import reviews.telemetry.Telemetry;
import reviews.telemetry.Traces;
import reviews.upload.FormBody;
import reviews.upload.UploadFolder;
import reviews.vault.KeyVault;
import reviews.web.Parts;
import reviews.web.SiteRouter;
import reviews.web.edge.Connections;

/** The running site: its store and its server. */
public final class Site {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);
  /** For a connection that carries nothing: also for one whose headers come a byte at a time. */
  private static final int IDLE_SECONDS = 30;
  private static final long DRAIN_SECONDS = 5;
  /** How often a demo that found its store unusable tries again to put the sample data in. */
  private static final long FILL_AGAIN_MILLIS = 1000;

  /** How often photos are thrown away whose reviews were never stored. */
  private static final long SWEEP_MILLIS = 600_000;

  private final Vertx vertx;
  private final Clock clock;
  private final Stores stores;
  private final Optional<VaultWatch> watch;
  private final LiveStore store;
  private final Optional<Metrics> metrics;
  private final Parts parts;
  private final HealthWatch health;
  private final UploadFolder uploads;
  private final HttpServer server;
  private volatile SiteSettings settings;
  private volatile Router router;

  private Site(Vertx vertx, SiteSettings settings, Clock clock, Stores stores, Optional<VaultWatch> watch) {
    this.vertx = vertx;
    this.clock = clock;
    this.stores = stores;
    this.watch = watch;
    this.settings = settings;
    this.store = new LiveStore(stores.restaurants(settings.data().store()));
    this.metrics = settings.telemetry().metricsPort().isPresent()
        ? Optional.of(new Metrics(vertx, settings))
        : Optional.empty();
    Optional<Traces> traces = settings.telemetry().collector()
        .map(collector -> new Traces(vertx, settings, collector));
    var photos = new Photos(vertx, stores.photos(settings.data().photos()), clock);
    var checks = new LinkedHashMap<String, Supplier<Future<Void>>>();
    checks.put("the store cannot be used", store::check);
    checks.put("photos cannot be kept", photos::check);
    this.health = new HealthWatch(vertx, checks);
    this.uploads = UploadFolder.standard();
    this.parts = new Parts(store, store, photos,
        Stream.<Telemetry>concat(metrics.stream(), traces.stream()).toList(), health, uploads);
    this.router = route(settings);
    var connections = new Connections();
    this.server = vertx.createHttpServer(new HttpServerOptions().setPort(settings.port()).setHost(settings.host())
        .setIdleTimeout(IDLE_SECONDS).setCompressionSupported(true).setMaxFormAttributeSize(SiteRouter.MOST_BODY)
        .setMaxFormFields(FormBody.MOST_PARTS).setHttp2ClearTextEnabled(false))
        .requestHandler(request -> router.handle(request)).invalidRequestHandler(connections::undecodable)
        .connectionHandler(connections::opened);
  }

  /**
   * Completes when the port is open, whether or not the store can be used and the secrets are there; fails when the port
   * cannot be opened. Reads templates: call it from the main thread.
   */
  public static Future<Site> start(Vertx vertx, SiteSettings settings, Clock clock) {
    var identity = new AppIdentity(vertx, settings.data().identity(), clock);
    return start(vertx, settings, clock, new Stores(vertx, identity), settings.data().vault().map(
        wanted -> new VaultWatch(vertx, new KeyVault(vertx, wanted.address(), identity::credential), wanted,
            settings)));
  }

  private static Future<Site> start(Vertx vertx, SiteSettings settings, Clock clock, Stores stores,
      Optional<VaultWatch> watch) {
    return watch.map(vault -> vault.read()
        .compose(read -> vertx.executeBlocking(() -> new Site(vertx, read, clock, stores, watch))))
        .orElseGet(() -> Future.succeededFuture(new Site(vertx, settings, clock, stores, watch)))
        .compose(Site::open);
  }

  private Future<Site> open() {
    vertx.setPeriodic(0, SWEEP_MILLIS, _ -> vertx.executeBlocking(() -> {
      uploads.sweep(clock.instant());
      return true;
    }));
    vertx.setPeriodic(SWEEP_MILLIS, _ -> parts.photos().sweep(store::referred)
        .onFailure(failure -> LOG.warn("photos without a review stay for now: {}", failure.getMessage())));
    Future<Void> prepared = settings.samples() ? fill(vertx, store, clock) : store.check();
    watch.ifPresent(vault -> vault.watch(settings, this::change));
    TelemetrySettings telling = settings.telemetry();
    return prepared.otherwiseEmpty()
        .compose(_ -> metrics.map(each -> each.listen(telling.metricsPort().orElseThrow(), telling.metricsHost()))
            .orElseGet(Future::succeededFuture))
        .compose(_ -> server.listen()).map(this);
  }

  private Router route(SiteSettings current) {
    return SiteRouter.create(vertx, current, parts, clock);
  }

  /** Goes on with secrets that were changed in the vault; requests that are under way end with the old ones. */
  private void change(SiteSettings next) {
    vertx.executeBlocking(() -> route(next)).onSuccess(changed -> {
      boolean moved = !next.data().store().equals(settings.data().store());
      settings = next;
      router = changed;
      LOG.info("secrets were changed in the vault; the site goes on with them");
      if (moved) {
        store.replace(stores.restaurants(next.data().store()))
            .onFailure(failure -> LOG.warn("the store before could not be closed: {}", failure.getMessage()));
      }
    }).onFailure(failure -> LOG.error("the site goes on with its old secrets", failure));
  }

  /** What holds now: the environment's settings with what the vault gave. */
  public SiteSettings settings() {
    return settings;
  }

  /** Puts the sample data into an empty store; completes after the first try and goes on trying until one worked. */
  private static Future<Void> fill(Vertx vertx, RestaurantStore store, Clock clock) {
    return store.fillIfEmpty(SampleData.at(clock.instant())).<Void>map(added -> {
      if (added > 0) {
        LOG.info("put {} sample restaurants into the empty store", added);
      }
      return null;
    }).onFailure(_ -> vertx.setTimer(FILL_AGAIN_MILLIS, _ -> {
      var _ = fill(vertx, store, clock);
    }));
  }

  public int port() {
    return server.actualPort();
  }

  /** Of {@code /metrics}; empty when there are none. */
  public OptionalInt metricsPort() {
    return metrics.map(each -> OptionalInt.of(each.port())).orElseGet(OptionalInt::empty);
  }

  /** Takes no more requests, lets running ones end for a few seconds, and closes everything. */
  public Future<Void> stop() {
    watch.ifPresent(VaultWatch::stop);
    health.stop();
    return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)
        .eventually(() -> Future.join(parts.telemetry().stream().map(Telemetry::close).toList()))
        .eventually(store::close);
  }
}
