package sandbox.wire;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts what is under way or planned, so that a test can wait until nothing is. May be used from any thread. */
public final class UnderWay {
  private int count;

  public synchronized void begin() {
    count++;
  }

  public synchronized void end() {
    count--;
    notifyAll();
  }

  /** Waits until nothing is under way; false when that took longer than this. */
  public synchronized boolean awaitNone(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (count > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
