package reviews;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.photos.FolderPhotos;
import reviews.photos.Photos;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.SampleData;
import reviews.settings.SiteSettings;
import reviews.sqlite.SqliteStore;
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

  private final RestaurantStore store;
  private final HttpServer server;

  private Site(RestaurantStore store, HttpServer server) {
    this.store = store;
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
    var options = new HttpServerOptions().setPort(settings.port()).setHost(settings.host())
        .setIdleTimeout(IDLE_SECONDS).setCompressionSupported(true).setMaxFormAttributeSize(ATTRIBUTE_LIMIT);
    Future<Void> prepared = settings.samples() ? fill(vertx, store, clock) : store.check();
    HttpServer server = vertx.createHttpServer(options)
        .requestHandler(SiteRouter.create(vertx, settings, new Parts(store, store, photos), clock));
    return prepared.otherwiseEmpty().compose(_ -> server.listen()).map(open -> new Site(store, open));
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

  /** Takes no more requests, lets running ones end for a few seconds, and closes the store. */
  public Future<Void> stop() {
    return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS).eventually(store::close);
  }
}
