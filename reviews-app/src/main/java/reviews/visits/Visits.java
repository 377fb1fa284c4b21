package reviews.visits;

import io.vertx.core.Future;

/**
 * Counts visits. Never blocks its caller; every future fails with {@link reviews.restaurants.StoreUnavailableException} while the
 * store cannot be used, and the store recovers by itself.
 */
public interface Visits {
  /** More countries than this are not told by {@link #totals}. */
  int MOST_COUNTRIES = 20;

  /** Adds one; not safe to repeat, since each call is a visit of its own. */
  Future<Void> count(Visit visit);

  /** What was counted since the store was made. */
  Future<VisitTotals> totals();
}
