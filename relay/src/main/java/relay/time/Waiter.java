package relay.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Time for one thread that waits: a wall clock for the record, a monotonic one for deadlines, and a pause that a wake-up
 * may cut short. Tests and the simulation hold one of their own.
 */
public interface Waiter {
  /** The wall clock: for the record, never for a deadline, since it may jump. */
  Instant now();

  /** Nanoseconds of a clock that only ever goes on; meaningful in differences alone. */
  long nanos();

  /**
   * Waits for {@code length}, or less when there is news for the one that waits.
   *
   * @throws InterruptedException when the relay is stopping
   */
  void pause(Duration length) throws InterruptedException;
}
