package reviews;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.photos.FolderPhotos;
import reviews.photos.Photos;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.SampleData;
import reviews.settings.SiteSettings;
import reviews.settings.TelemetrySettings;
import reviews.sqlite.SqliteStore;
import reviews.telemetry.Metrics;
import reviews.telemetry.Telemetry;
import reviews.telemetry.Traces;
import reviews.web.Parts;
import reviews.web.SiteRouter;

/** The running site: its store and its server. */
public final class Site {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);
  private static final int IDLE_SECONDS = 60;
  /** Above the body's limit, so that it is the latter which refuses, with 413 rather than 400. */
  private static final int ATTRIBUTE_LIMIT = 8 * SiteRouter.MOST_BODY;
  private static final long DRAIN_SECONDS = 5;
  /** How often a demo that found its store unusable tries again to put the sample data in. */
  private static final long FILL_AGAIN_MILLIS = 1000;
  /** How often photos are thrown away whose reviews were never stored. */
  private static final long SWEEP_MILLIS = 600_000;

  private final Parts parts;
  private final Optional<Metrics> metrics;
  private final HttpServer server;

  private Site(Parts parts, Optional<Metrics> metrics, HttpServer server) {
    this.parts = parts;
    this.metrics = metrics;
    this.server = server;
  }

  /**
   * Completes when the port is open, whether or not the store can be used and the secrets are there; fails when the port
   * cannot be opened. Reads templates: call it from the main thread.
   */
  public static Future<Site> start(Vertx vertx, SiteSettings settings, Clock clock) {
    var store = new SqliteStore(vertx, settings.store());
    var photos = new Photos(vertx, new FolderPhotos(settings.photos()), clock);
    vertx.setPeriodic(SWEEP_MILLIS, _ -> photos.sweep(store::referred)
        .onFailure(failure -> LOG.warn("photos without a review stay for now: {}", failure.getMessage())));
    TelemetrySettings telling = settings.telemetry();
    Optional<Metrics> metrics = telling.metricsPort().isPresent()
        ? Optional.of(new Metrics(vertx, settings))
        : Optional.empty();
    Optional<Traces> traces = telling.collector().map(collector -> new Traces(vertx, settings, collector));
    var parts = new Parts(store, store, photos,
        Stream.<Telemetry>concat(metrics.stream(), traces.stream()).toList());
    var options = new HttpServerOptions().setPort(settings.port()).setHost(settings.host())
        .setIdleTimeout(IDLE_SECONDS).setCompressionSupported(true).setMaxFormAttributeSize(ATTRIBUTE_LIMIT);
    Future<Void> prepared = settings.samples() ? fill(vertx, store, clock) : store.check();
    HttpServer server = vertx.createHttpServer(options)
        .requestHandler(SiteRouter.create(vertx, settings, parts, clock));
    return prepared.otherwiseEmpty()
        .compose(_ -> metrics.map(each -> each.listen(telling.metricsPort().orElseThrow(), telling.metricsHost()))
            .orElseGet(Future::succeededFuture))
        .compose(_ -> server.listen()).map(open -> new Site(parts, metrics, open));
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
    return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)
        .eventually(() -> Future.join(parts.telemetry().stream().map(Telemetry::close).toList()))
        .eventually(() -> parts.store().close());
  }
}
