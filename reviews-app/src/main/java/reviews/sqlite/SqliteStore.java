package reviews.sqlite;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
import reviews.restaurants.StoreUnavailableException;
import reviews.restaurants.Submission;
import reviews.visits.Visit;
import reviews.visits.VisitTotals;
import reviews.visits.Visits;

/** Restaurants, reviews and visits in one SQLite file, on threads of its own: the driver's native calls would pin virtual ones. */
public final class SqliteStore implements RestaurantStore, Visits {
  private static final int THREADS = 4;
  /** More waiting work than this is refused at once rather than answered too late. */
  private static final int MOST_WAITING = 256;
  private static final long DEADLINE_SECONDS = 10;

  private final WorkerExecutor threads;
  private final Connections connections;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Opens nothing yet: the file is opened when it is first needed, and its parent folders are made. */
  public SqliteStore(Vertx vertx, Path file) {
    this.threads = vertx.createSharedWorkerExecutor("store-" + file, THREADS);
    this.connections = new Connections(file);
  }

  @Override
  public Future<Slice<Listing>> find(Search search) {
    return run(connection -> Queries.find(connection, search));
  }

  @Override
  public Future<Optional<Details>> details(RestaurantId id) {
    return rowId(id).map(row -> run(connection -> Queries.details(connection, row)))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  @Override
  public Future<Slice<Review>> reviews(RestaurantId id, int page) {
    return rowId(id).map(row -> run(connection -> Queries.reviews(connection, row, page)))
        .orElseGet(() -> Future.succeededFuture(new Slice<>(List.of(), 1, 1, 0)));
  }

  @Override
  public Future<RestaurantId> add(RestaurantDraft draft, Submission submission) {
    return write(connection -> new RestaurantId(Long.toString(Writes.restaurant(connection, draft, submission))));
  }

  @Override
  public Future<Optional<String>> add(RestaurantId restaurant, ReviewDraft draft, Submission submission) {
    return rowId(restaurant)
        .map(row -> write(connection -> Writes.review(connection, row, draft, submission).map(id -> Long.toString(id))))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  @Override
  public Future<Integer> fillIfEmpty(List<Sample> samples) {
    return write(connection -> Writes.fillIfEmpty(connection, samples));
  }

  @Override
  public Future<Set<PhotoId>> referred(Set<PhotoId> photos) {
    return run(connection -> Queries.referred(connection, photos));
  }

  @Override
  public Future<Void> count(Visit visit) {
    return write(connection -> {
      VisitCounts.add(connection, visit);
      return true;
    }).mapEmpty();
  }

  @Override
  public Future<VisitTotals> totals() {
    return run(VisitCounts::totals);
  }

  @Override
  public Future<Void> check() {
    return run(connection -> {
      Writes.check(connection);
      return true;
    }).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    if (!closed.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    return threads.executeBlocking(() -> {
      connections.close();
      return true;
    }, false).eventually(threads::close).mapEmpty();
  }

  private <T> Future<T> write(Connections.Work<T> work) {
    return run(connection -> Writes.inTransaction(connection, work));
  }

  private <T> Future<T> run(Connections.Work<T> work) {
    if (closed.get()) {
      return Future.failedFuture(new StoreUnavailableException("the store is closed", null));
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(new StoreUnavailableException("too much work is waiting for the store", null));
    }
    return threads.executeBlocking(() -> connections.with(work), false).<T>map(Objects::requireNonNull)
        .onComplete(_ -> waiting.decrementAndGet()).timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .recover(SqliteStore::unavailable);
  }

  private static <T> Future<T> unavailable(Throwable failure) {
    return Future.failedFuture(failure instanceof TimeoutException
        ? new StoreUnavailableException("the store did not answer in time", failure)
        : failure);
  }

  /** Ids are row numbers here; anything else names nothing. */
  private static Optional<Long> rowId(RestaurantId id) {
    return id.value().matches("[1-9]\\d{0,17}") ? Optional.of(Long.valueOf(id.value())) : Optional.empty();
  }
}
