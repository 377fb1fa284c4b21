package sandbox.eventgrid;

import java.util.Set;

/**
 * What became of one try.
 *
 * @param status as answered; 0 when there was no answer
 * @param name as a dead letter calls it in {@code lastDeliveryOutcome}
 */
public record Outcome(int status, String name) {
  private static final Set<Integer> SUCCESS = Set.of(200, 201, 202, 203, 204);
  /** Not tried again for webhooks. */
  private static final Set<Integer> FINAL = Set.of(400, 401, 403, 413);

  static Outcome answered(int status) {
    return new Outcome(status, switch (status) {
      case 400 -> "BadRequest";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 408 -> "TimedOut";
      case 413 -> "PayloadTooLarge";
      case 429, 503 -> "Busy";
      default -> SUCCESS.contains(status) ? "Delivered" : "GenericError";
    });
  }

  static Outcome timedOut() {
    return new Outcome(0, "TimedOut");
  }

  static Outcome unreachable() {
    return new Outcome(0, "SocketError");
  }

  public boolean delivered() {
    return SUCCESS.contains(status);
  }

  boolean isFinal() { return FINAL.contains(status); }
}
