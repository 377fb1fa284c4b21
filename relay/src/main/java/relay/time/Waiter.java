package relay.time;

import java.time.Duration;
import java.time.Instant;

/** Time for those who wait: a clock, and a pause that a nudge may cut short. Tests hold one of their own. */
public interface Waiter {
  Instant now();

  /**
   * Waits for {@code length}, or less when there is news for the one that waits.
   *
   * @throws InterruptedException when the relay is stopping
   */
  void pause(Duration length) throws InterruptedException;
}
