package relay.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The waiter of one thread, which anyone may {@link #wake} to look for news. A wake-up is never lost. */
public final class WakeableWaiter implements Waiter {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean waking;

  public WakeableWaiter(InstantSource clock) {
    this.clock = clock;
  }

  /** Ends the pause under way, or else the next one. Safe from any thread, an event loop included. */
  public void wake() {
    lock.lock();
    try {
      waking = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration length) throws InterruptedException {
    long nanos = length.toNanos();
    lock.lockInterruptibly();
    try {
      while (!waking && nanos > 0) {
        nanos = woken.awaitNanos(nanos);
      }
      waking = false;
    } finally {
      lock.unlock();
    }
  }
}
