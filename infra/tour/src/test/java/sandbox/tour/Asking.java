package sandbox.tour;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks another process until it says what is waited for: it has no way to call back. */
final class Asking {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private Asking() {}

  /** The first answer that is {@code so}; an error with the last one when none is within {@link Street#PATIENCE}. */
  static <T> T until(Callable<T> ask, Predicate<T> so) throws Exception {
    long end = System.nanoTime() + Street.PATIENCE.toNanos();
    T answer = ask.call();
    while (!so.test(answer)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("still not what is waited for: " + answer);
      }
      LockSupport.parkNanos(PAUSE);
      answer = ask.call();
    }
    return answer;
  }
}
