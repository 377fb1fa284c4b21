package relay.journal.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.intake.Inbox;
import relay.journal.engine.Session.Work;

/**
 * The one thread that writes. What waits is committed together in one transaction, so that many share one sync to disk;
 * if that fails, each is tried by itself, so that none fails for another's fault. Callers go on after the commit. No
 * fault ends the thread, an {@link Error} included.
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int TOGETHER = 512;
  private final Session session;
  private final int room;
  private final CommitListener listener;
  private final BlockingQueue<Task<?>> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final AtomicLong commits = new AtomicLong();
  private final Task<Boolean> last = new Task<>(_ -> true, false);
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile boolean longLog;

  /** @param room deliveries that may wait for their commit */
  Writer(Session session, int room, CommitListener listener) {
    this.session = session;
    this.room = room;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("journal-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Hands over a delivery's work; completes after its commit, on the writer's thread, so do not linger there.
   *
   * @throws Inbox.FullException when too many wait
   */
  CompletableFuture<Long> deliver(Work<Long> work) {
    if (deliveries.incrementAndGet() > room) {
      deliveries.decrementAndGet();
      throw new Inbox.FullException();
    }
    return hand(new Task<>(work, true));
  }

  /** Waits until {@code work} is committed. An interrupt does not cut that short: it stays set for the caller. */
  <T> T call(Work<T> work) {
    return Blocking.result(hand(new Task<>(work, false)));
  }

  /** Deliveries that wait for their commit. */
  int queued() {
    return deliveries.get();
  }

  /** How many commits there were. */
  long commits() {
    return commits.get();
  }

  /** Asks for one pause, in which the log is emptied, since under this load it never would be otherwise. */
  void emptyLog() {
    longLog = true;
  }

  private <T> CompletableFuture<T> hand(Task<T> task) {
    if (closing) {
      fail(task, new RejectedExecutionException("the journal is closed"));
      return task.done;
    }
    waiting.add(task);
    if (ended) {
      failWaiting(); // the thread ended between the question and the queue
    }
    return task.done;
  }

  private void run() {
    List<Task<?>> batch = new ArrayList<>();
    try {
      while (!batch.contains(last)) {
        batch.clear();
        batch.add(waiting.take());
        try {
          waiting.drainTo(batch, TOGETHER - 1);
          commit(batch);
          restartLongLog();
        } catch (RuntimeException | Error fault) {
          LOG.error("the journal's writer met a fault and goes on", fault);
          batch.forEach(task -> fail(task, fault));
        }
      }
    } catch (InterruptedException e) {
      LOG.error("the journal's writer was interrupted: nothing more is written", e);
    } finally {
      closing = true;
      ended = true;
      failWaiting();
    }
  }

  private void commit(List<Task<?>> batch) {
    long began = System.nanoTime();
    List<Runnable> results;
    try {
      results = session.transact("BEGIN IMMEDIATE", within -> runAll(batch, within));
    } catch (SQLException | RuntimeException | Error e) {
      if (batch.size() == 1) {
        fail(batch.getFirst(), e);
      } else {
        batch.forEach(task -> commit(List.of(task)));
      }
      return;
    }
    Duration length = Duration.ofNanos(System.nanoTime() - began);
    commits.incrementAndGet();
    int held = (int) batch.stream().filter(this::release).count();
    results.forEach(Runnable::run);
    listen(length, held);
  }

  private static List<Runnable> runAll(List<Task<?>> batch, Session session) throws SQLException {
    List<Runnable> results = new ArrayList<>(batch.size());
    for (Task<?> task : batch) {
      results.add(task.run(session));
    }
    return results;
  }

  private void listen(Duration length, int held) {
    try {
      listener.committed(length, held);
    } catch (RuntimeException e) {
      LOG.warn("the listener to commits fails", e);
    }
  }

  private void restartLongLog() {
    if (!longLog) {
      return;
    }
    longLog = false;
    try {
      session.pragma("wal_checkpoint(RESTART)");
    } catch (SQLException e) {
      LOG.warn("the journal's log could not be emptied; it grows on", e);
    }
  }

  /** Commits what waits and takes no more; false when that is not done in time. */
  boolean close(Duration patience) throws InterruptedException {
    closing = true;
    waiting.add(last);
    return thread.join(patience);
  }

  private void failWaiting() {
    for (Task<?> left = waiting.poll(); left != null; left = waiting.poll()) {
      fail(left, new RejectedExecutionException("the journal is closed"));
    }
  }

  /** Gives up a delivery's place, once; true when it held one. */
  private boolean release(Task<?> task) {
    boolean held = task.place.getAndSet(false);
    if (held) {
      deliveries.decrementAndGet();
    }
    return held;
  }

  private void fail(Task<?> task, Throwable cause) {
    var _ = release(task);
    task.done.completeExceptionally(cause);
  }

  private static final class Task<T> {
    private final Work<T> work;
    /** Whether it takes one of the places for deliveries. */
    private final AtomicBoolean place;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    Task(Work<T> work, boolean delivery) {
      this.work = work;
      this.place = new AtomicBoolean(delivery);
    }

    /** What completes the caller's future once it is committed. */
    Runnable run(Session session) throws SQLException {
      T result = work.run(session);
      return () -> done.complete(result);
    }
  }
}
