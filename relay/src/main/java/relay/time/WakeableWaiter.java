package relay.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The waiter of one thread, which anyone may {@link #wake} to look for news. A wake-up is never lost. */
public final class WakeableWaiter implements Waiter {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
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

  @Override
  public <T> Optional<T> unless(BooleanSupplier unwanted, Errand<T> work) throws InterruptedException {
    var task = new FutureTask<>(work::run);
    Thread worker = Thread.ofVirtual().name(Thread.currentThread().getName() + " errand").start(task);
    try {
      return wanted(task, unwanted);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      boolean _ = task.cancel(true);
      worker.join(); // never two at once
    }
  }

  private static <T> Optional<T> wanted(FutureTask<T> task, BooleanSupplier unwanted)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return Optional.of(task.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException _) {
        if (unwanted.getAsBoolean()) {
          return Optional.empty();
        }
      }
    }
  }
}
