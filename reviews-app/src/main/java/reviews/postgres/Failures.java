package reviews.postgres;

import io.vertx.pgclient.PgException;
import java.util.Set;
import reviews.restaurants.StoreUnavailableException;

/** Tells slips in our SQL, which no waiting mends, from a database that is out of reach. */
final class Failures {
  /**
   * Classes of error codes that tell of our statements (PostgreSQL manual, appendix A): unknown features, cardinality,
   * bad data, broken constraints, syntax.
   */
  private static final Set<String> OUR_FAULTS = Set.of("0A", "21", "22", "23", "42");
  /** Of class 42: a right that the role has not yet been given. */
  private static final String NO_RIGHT = "42501";

  private Failures() {}

  static RuntimeException explained(Throwable failure) {
    return switch (failure) {
      case StoreUnavailableException unavailable -> unavailable;
      case PgException refused when isOurs(refused.getSqlState()) -> new IllegalStateException("a statement is wrong",
          refused);
      default -> new StoreUnavailableException("the store failed: " + failure, failure);
    };
  }

  private static boolean isOurs(String state) {
    return !state.equals(NO_RIGHT) && OUR_FAULTS.contains(state.substring(0, 2));
  }
}
