package relay.azure.arm;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a blocking call of the SDK on a virtual thread of its own, so that it ends when the time is up or the caller is
 * interrupted, whatever the SDK does with an interrupt.
 */
public final class Deadline {
  private Deadline() {}

  /**
   * The call's result.
   *
   * @throws TimeoutException when it took longer; the call is interrupted then, its effect unknown
   * @throws ExecutionException with what the call threw as its cause
   */
  public static <T> T within(Duration time, String name, Callable<T> call)
      throws TimeoutException, ExecutionException, InterruptedException {
    var task = new FutureTask<T>(call);
    Thread.ofVirtual().name("azure-" + name).start(task);
    try {
      return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      task.cancel(true); // no effect once it is done
    }
  }
}
