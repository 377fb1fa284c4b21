package sandbox.platform;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The one place where a test waits for something that happens on another thread. */
final class Waiting {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private Waiting() {}

  /** Tries an assertion until it holds; after the deadline its failure is the test's. */
  static void until(ThrowingCallable assertion) throws Throwable {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
