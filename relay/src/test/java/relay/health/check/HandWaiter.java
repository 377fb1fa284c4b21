package relay.health.check;

import java.time.Duration;
import java.time.Instant;
import relay.time.Waiter;

/** Time that a test moves by hand: a pause takes none of the test's own. */
final class HandWaiter implements Waiter {
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private Duration wall = Duration.ZERO;
  private Duration passed = Duration.ZERO;
  private Duration longestPause = Duration.ofDays(1);

  /** Every pause is cut short by news after this long. */
  HandWaiter wokenEvery(Duration length) {
    longestPause = length;
    return this;
  }

  /** The wall clock jumps; no time passes. */
  void jump(Duration by) {
    wall = wall.plus(by);
  }

  void pass(Duration length) {
    passed = passed.plus(length);
  }

  Duration passed() {
    return passed;
  }

  @Override
  public Instant now() {
    return START.plus(wall).plus(passed);
  }

  @Override
  public long nanos() {
    return passed.toNanos();
  }

  @Override
  public void pause(Duration length) {
    pass(length.compareTo(longestPause) < 0 ? length : longestPause);
  }
}
