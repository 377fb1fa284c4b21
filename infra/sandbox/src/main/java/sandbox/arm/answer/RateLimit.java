package sandbox.arm.answer;

import java.time.Duration;
import java.time.InstantSource;

/**
 * ARM's allowance for one kind of request: a bucket that refills evenly. The numbers that Azure uses today were
 * measured, not documented (azure-contracts, section 4.7).
 */
public final class RateLimit {
  private final int size;
  private final double perSecond;
  private final InstantSource clock;
  private double left;
  private long refilled;

  /** A full bucket of {@code size} requests that gains {@code perSecond}. */
  public RateLimit(int size, double perSecond, InstantSource clock) {
    this.size = size;
    this.perSecond = perSecond;
    this.clock = clock;
    this.left = size;
    this.refilled = clock.millis();
  }

  /** Takes one request out; false when none is left. */
  public synchronized boolean take() {
    refill();
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  public synchronized int remaining() {
    refill();
    return (int) left;
  }

  /** How long until there is room for so many. */
  public synchronized Duration timeUntil(int requests) {
    refill();
    return Duration.ofMillis((long) Math.ceil(Math.max(0, requests - left) / perSecond * 1000));
  }

  private void refill() {
    long now = clock.millis();
    left = Math.min(size, left + Math.max(0, now - refilled) / 1000.0 * perSecond);
    refilled = now;
  }
}
