package relay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

  /**
   * Does {@code work}, but waits for it no longer than it is wanted: the work is interrupted as soon as {@code unwanted} is
   * true, which is asked about once a second, on the thread that waits. Only for work that reads and may be done again.
   * A waiter whose time does not pass by itself never leaves it.
   *
   * @return what came of it; empty when it was left
   * @throws InterruptedException when the relay is stopping
   */
  default <T> Optional<T> unless(BooleanSupplier unwanted, Errand<T> work) throws InterruptedException {
    return Optional.of(work.run());
  }

  /** Work that waits for others. */
  @FunctionalInterface
  interface Errand<T> {
    T run() throws InterruptedException;
  }
}
