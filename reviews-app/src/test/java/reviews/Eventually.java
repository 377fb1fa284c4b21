package reviews;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a deadline; the one place of these tests that waits. */
public final class Eventually {
  /** Something that may still fail. */
  public interface Attempt {
    void run() throws Exception;
  }

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  /** Tries until it no longer fails; after the deadline the last failure is the test's. */
  public static void succeeds(Attempt attempt) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        attempt.run();
        return;
      } catch (Exception | AssertionError failure) {
        if (System.nanoTime() > end) {
          throw new AssertionError("still failing after " + DEADLINE, failure);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
