package relay.time;

import java.time.Duration;

/** A point on the monotonic clock: no jump of the wall clock moves it. */
public final class Deadline {
  private final Waiter waiter;
  private long at;

  private Deadline(Waiter waiter, long at) {
    this.waiter = waiter;
    this.at = at;
  }

  /** {@code length} from now. */
  public static Deadline in(Waiter waiter, Duration length) {
    return new Deadline(waiter, waiter.nanos() + length.toNanos());
  }

  public boolean passed() {
    return waiter.nanos() - at >= 0;
  }

  /** Never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, at - waiter.nanos()));
  }

  /** Moves it on, for time in which the relay could not look. */
  public void extend(Duration by) {
    at += by.toNanos();
  }
}
