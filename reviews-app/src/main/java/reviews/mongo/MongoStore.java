package reviews.mongo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reviews.photos.PhotoId;
import reviews.restaurants.Details;
import reviews.restaurants.Listing;
import reviews.restaurants.Opening;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Sample;
import reviews.restaurants.Search;
import reviews.restaurants.Slice;
import reviews.restaurants.StoreUnavailableException;
import reviews.restaurants.Submission;
import reviews.visits.Visit;
import reviews.visits.VisitTotals;
import reviews.visits.Visits;

/**
 * Restaurants, reviews and visits in one collection, whose documents tell their kind. Needs neither transactions nor
 * unique indexes, which Cosmos DB has only in part: what may be sent twice has an id made from what was sent, and sums are
 * written so that the newest wins.
 */
public final class MongoStore implements RestaurantStore, Visits {
  private static final int CONNECTIONS = 20;
  private static final int CONNECT_MILLIS = 5000;
  /** Azure's front ends forget connections that are idle for four minutes. */
  private static final int IDLE_MILLIS = 60_000;
  private static final int DEADLINE_SECONDS = 10;

  private final MongoClient client;
  private final Queries queries;
  private final Writes writes;
  private final Opening opening;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Connects to nothing yet.
   *
   * @param connection {@code mongodb://} or {@code mongodb+srv://}; holds a password and is never logged
   */
  public MongoStore(Vertx vertx, String connection, String database, String collection) {
    this.client = MongoClient.create(vertx, settings(connection, database));
    this.queries = new Queries(client, collection);
    this.writes = new Writes(client, collection);
    this.opening = new Opening(writes::makeIndexes);
  }

  private static JsonObject settings(String connection, String database) {
    return new JsonObject().put("connection_string", connection).put("db_name", database)
        .put("appName", "reviews-app").put("maxPoolSize", CONNECTIONS)
        .put("serverSelectionTimeoutMS", CONNECT_MILLIS).put("connectTimeoutMS", CONNECT_MILLIS)
        .put("socketTimeoutMS", TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS))
        .put("maxIdleTimeMS", IDLE_MILLIS);
  }

  @Override
  public Future<Slice<Listing>> find(Search search) {
    return run(() -> queries.find(search));
  }

  @Override
  public Future<Optional<Details>> details(RestaurantId id) {
    return run(() -> queries.details(id.value()));
  }

  @Override
  public Future<Slice<Review>> reviews(RestaurantId id, int page) {
    return run(() -> queries.reviews(id.value(), page));
  }

  @Override
  public Future<RestaurantId> add(RestaurantDraft draft, Submission submission) {
    return run(() -> writes.restaurant(draft, submission)).map(RestaurantId::new);
  }

  @Override
  public Future<Optional<String>> add(RestaurantId restaurant, ReviewDraft draft, Submission submission) {
    return run(() -> writes.review(restaurant.value(), draft, submission));
  }

  @Override
  public Future<Integer> fillIfEmpty(List<Sample> samples) {
    return run(() -> queries.isEmpty().compose(empty -> empty ? writes.fill(samples) : Future.succeededFuture(0)));
  }

  @Override
  public Future<Set<PhotoId>> referred(Set<PhotoId> photos) {
    return run(() -> queries.referred(photos));
  }

  @Override
  public Future<Void> count(Visit visit) {
    return run(() -> writes.count(visit));
  }

  @Override
  public Future<VisitTotals> totals() {
    return run(queries::totals);
  }

  @Override
  public Future<Void> check() {
    return run(() -> queries.isEmpty().compose(_ -> writes.check()));
  }

  @Override
  public Future<Void> close() {
    return closed.compareAndSet(false, true) ? client.close() : Future.succeededFuture();
  }

  private <T> Future<T> run(Supplier<Future<T>> work) {
    if (closed.get()) {
      return Future.failedFuture(new StoreUnavailableException("the store is closed", null));
    }
    return opening.done().compose(_ -> work.get()).timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> Future.failedFuture(failure instanceof StoreUnavailableException
            ? failure
            : new StoreUnavailableException("the store failed: " + failure, failure)));
  }
}
