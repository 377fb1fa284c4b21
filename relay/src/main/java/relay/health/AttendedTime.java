package relay.health;

import java.time.Duration;
import java.time.Instant;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * How long a proof or a restore may still take. Only time counts in which the relay was there and could look: after an
 * absence it gets at least what its answers in a row need, and time in which it is blind is added, up to a bound.
 */
final class AttendedTime {
  /** How many times its length a proof may take in all when the relay is blind. */
  private static final int MOST = 3;
  private final Waiter waiter;
  private final HealthSettings health;

  AttendedTime(Waiter waiter, HealthSettings health) {
    this.waiter = waiter;
    this.health = health;
  }

  /** The end of something of length {@code total} that began at {@code since}. */
  Deadline end(Duration total, Instant since, boolean resumed) {
    if (!resumed) {
      return Deadline.in(waiter, total);
    }
    Duration least = health.interval().multipliedBy(health.goodInARow()).plus(health.startWithin());
    return Deadline.in(waiter, clamp(total.minus(gone(since)), least.compareTo(total) < 0 ? least : total, total));
  }

  /** The end of the quiet time of a write at {@code since}. */
  Deadline quiet(Instant since) {
    return Deadline.in(waiter, clamp(health.quiet().minus(gone(since)), Duration.ZERO, health.quiet()));
  }

  /** How far the time may be extended at most. */
  Deadline furthest(Duration total) {
    return Deadline.in(waiter, total.multipliedBy(MOST));
  }

  /** By the wall clock, which may have jumped: never below zero. */
  private Duration gone(Instant since) {
    Duration gone = Duration.between(since, waiter.now());
    return gone.isNegative() ? Duration.ZERO : gone;
  }

  private static Duration clamp(Duration length, Duration least, Duration most) {
    if (length.compareTo(least) < 0) {
      return least;
    }
    return length.compareTo(most) > 0 ? most : length;
  }
}
