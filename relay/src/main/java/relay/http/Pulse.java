package relay.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether an event loop still takes its turns. Safe from any thread. */
final class Pulse {
  private static final int BEATS = 15;

  private final Duration stuck;
  private final LongSupplier nanos;
  private volatile long last;

  /** @param stuck without a beat for so long, it is not alive */
  Pulse(Duration stuck, LongSupplier nanos) {
    this.stuck = stuck;
    this.nanos = nanos;
    beat();
  }

  /** How often it is to beat. */
  Duration every() {
    return stuck.dividedBy(BEATS);
  }

  void beat() {
    last = nanos.getAsLong();
  }

  boolean isAlive() {
    return nanos.getAsLong() - last < stuck.toNanos();
  }
}
