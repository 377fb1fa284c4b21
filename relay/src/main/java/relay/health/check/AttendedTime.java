package relay.health.check;

import java.time.Duration;
import java.time.Instant;
import relay.health.HealthSettings;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * How long a proof or a restore may still take. Only time counts in which the relay was there: after an absence it gets at
 * least what its answers in a row need.
 */
final class AttendedTime {
  /** Azure stops the old container about 20 s after the new one's first start failed. */
  private static final Duration DOOMED = Duration.ofSeconds(30);
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
    Duration least = row().plus(health.startWithin());
    return Deadline.in(waiter, clamp(total.minus(gone(since)), least.compareTo(total) < 0 ? least : total, total));
  }

  /** The end of the quiet time of a write at {@code since}. */
  Deadline quiet(Instant since) {
    return until(health.quiet(), since);
  }

  /** When a container from before the write at {@code since} has stopped, if a start that failed has doomed it. */
  Deadline doomed(Instant since) {
    return until(health.quiet().compareTo(DOOMED) < 0 ? health.quiet() : DOOMED, since);
  }

  private Deadline until(Duration length, Instant since) {
    return Deadline.in(waiter, clamp(length.minus(gone(since)), Duration.ZERO, length));
  }

  /** What good answers in a row take. */
  Duration row() {
    return health.interval().multipliedBy(health.goodInARow());
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
