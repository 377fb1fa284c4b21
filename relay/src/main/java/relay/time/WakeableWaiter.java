package relay.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The pace of one waiting thread, which anyone may {@link #ring} to look for news. A ring is never lost. */
public final class WakeableWaiter implements Waiter {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean ringing;

  public WakeableWaiter(InstantSource clock) {
    this.clock = clock;
  }

  /** Ends the pause under way, or else the next one. Safe from any thread, an event loop included. */
  public void ring() {
    lock.lock();
    try {
      ringing = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void pause(Duration length) throws InterruptedException {
    long nanos = length.toNanos();
    lock.lockInterruptibly();
    try {
      while (!ringing && nanos > 0) {
        nanos = rung.awaitNanos(nanos);
      }
      ringing = false;
    } finally {
      lock.unlock();
    }
  }
}
