package reviews.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import reviews.photos.PhotoId;
import reviews.restaurants.Details;
import reviews.restaurants.Listing;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Sample;
import reviews.restaurants.Search;
import reviews.restaurants.Slice;
import reviews.restaurants.Submission;
import reviews.visits.Visit;
import reviews.visits.VisitTotals;
import reviews.visits.Visits;

/** Restaurants, reviews and visits in PostgreSQL, for any number of instances. */
public final class PostgresStore implements RestaurantStore, Visits {
  private final Database database;

  /**
   * Connects to nothing yet.
   *
   * @param password asked for each new connection; never logged
   */
  public PostgresStore(Vertx vertx, PostgresAddress address, Supplier<Future<String>> password) {
    this.database = new Database(vertx, address, password);
  }

  @Override
  public Future<Slice<Listing>> find(Search search) {
    return database.run(client -> Queries.find(client, search));
  }

  @Override
  public Future<Optional<Details>> details(RestaurantId id) {
    return rowId(id).map(row -> database.run(client -> Queries.details(client, row)))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  @Override
  public Future<Slice<Review>> reviews(RestaurantId id, int page) {
    return rowId(id).map(row -> database.run(client -> Queries.reviews(client, row, page)))
        .orElseGet(() -> Future.succeededFuture(new Slice<>(List.of(), 1, 1, 0)));
  }

  @Override
  public Future<RestaurantId> add(RestaurantDraft draft, Submission submission) {
    return database.run(client -> Writes.restaurant(client, draft, submission))
        .map(id -> new RestaurantId(Long.toString(id)));
  }

  @Override
  public Future<Optional<String>> add(RestaurantId restaurant, ReviewDraft draft, Submission submission) {
    return rowId(restaurant)
        .map(row -> database.run(client -> Writes.review(client, row, draft, submission))
            .map(added -> added.map(id -> Long.toString(id))))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  @Override
  public Future<Integer> fillIfEmpty(List<Sample> samples) {
    return database.inTransaction(connection -> Writes.fillIfEmpty(connection, samples));
  }

  @Override
  public Future<Set<PhotoId>> referred(Set<PhotoId> photos) {
    return database.run(client -> Queries.referred(client, photos));
  }

  @Override
  public Future<Void> count(Visit visit) {
    return database.run(client -> Writes.count(client, visit));
  }

  @Override
  public Future<VisitTotals> totals() {
    return database.run(Queries::totals);
  }

  /** The lock, which hinders nobody, is refused by a server that only reads, as a standby is. */
  @Override
  public Future<Void> check() {
    return database.run(client -> client.query("SELECT id FROM restaurant LIMIT 1 FOR KEY SHARE").execute().mapEmpty());
  }

  @Override
  public Future<Void> close() {
    return database.close();
  }

  /** Ids are row numbers here; anything else names nothing. */
  private static Optional<Long> rowId(RestaurantId id) {
    return id.value().matches("[1-9]\\d{0,17}") ? Optional.of(Long.valueOf(id.value())) : Optional.empty();
  }
}
