package relay.journal;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting in tests, always with an end. */
public final class Patience {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Patience() {}

  public static <T> T result(Future<T> future) {
    try {
      return future.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in " + LONGEST, e);
    }
  }

  public static void until(String what, BooleanSupplier comesTrue) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!comesTrue.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LONGEST + ": " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
