package relay.http.rate;

import java.time.Duration;
import java.util.function.LongSupplier;
import relay.http.Problem;
import relay.http.ProblemException;

/** A rate per second, with a burst of two seconds after a pause. Safe from any thread. */
public final class RateLimit {
  private static final double SECOND = 1e9;
  private static final int BURST_SECONDS = 2;

  private final int perSecond;
  private final LongSupplier nanos;
  private double left;
  private long seen;

  /**
   * Full at first.
   *
   * @param nanos a monotonic clock, {@code System::nanoTime}
   */
  public RateLimit(int perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.nanos = nanos;
    this.left = (double) perSecond * BURST_SECONDS;
    this.seen = nanos.getAsLong();
  }

  /** Takes one and returns zero, or takes none and returns how long it is until there is one. */
  public synchronized Duration take() {
    long now = nanos.getAsLong();
    left = Math.min((double) perSecond * BURST_SECONDS, left + (now - seen) / SECOND * perSecond);
    seen = now;
    if (left >= 1) {
      left -= 1;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - left) / perSecond * SECOND));
  }

  /**
   * Takes one.
   *
   * @throws ProblemException with {@link Problem.TooMany} when there is none
   */
  public void require() {
    Duration wait = take();
    if (!wait.isZero()) {
      throw new ProblemException(new Problem.TooMany(wait));
    }
  }
}
