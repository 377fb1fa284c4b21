package relay.journal.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import relay.journal.engine.Session.Work;

/**
 * Reads through connections of its own, each read a snapshot of what is committed, so that no read waits for the writer
 * or holds it up. Threads of its own too: SQLite's native calls would pin the carriers of virtual threads.
 */
final class Readers implements AutoCloseable {
  private static final int THREADS = 2;
  private final BlockingQueue<Session> idle = new ArrayBlockingQueue<>(THREADS);
  private final ThreadPoolExecutor threads;
  private final Duration patience;

  /** @param patience how long a read may take, its wait for its turn included */
  Readers(SqliteFile file, Duration patience) throws SQLException {
    this.patience = patience;
    this.threads = new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
        Thread.ofPlatform().name("journal-reader-", 0).daemon().factory());
    try {
      for (int i = 0; i < THREADS; i++) {
        idle.add(file.reader());
      }
    } catch (SQLException | RuntimeException e) {
      SqliteFile.closeAfter(e, this);
      throw e;
    }
  }

  /**
   * Reads in the order of the calls. Completes on one of the engine's threads, so do not linger there. Fails when it has
   * no answer in time, or after the close.
   */
  <T> CompletableFuture<T> ask(Work<T> work) {
    var done = new CompletableFuture<T>();
    try {
      threads.execute(() -> read(work, done));
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(e);
    }
    return done.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for the answer. */
  <T> T call(Work<T> work) {
    return Blocking.result(ask(work));
  }

  private <T> void read(Work<T> work, CompletableFuture<T> done) {
    if (done.isDone()) {
      return; // nobody waits for it any more
    }
    try {
      Session session = idle.take(); // one for each thread, so there is one
      try {
        done.complete(session.transact("BEGIN", work));
      } finally {
        idle.add(session);
      }
    } catch (SQLException | RuntimeException | Error | InterruptedException e) {
      done.completeExceptionally(e);
    }
  }

  @Override
  public void close() throws SQLException {
    threads.close();
    List<Session> all = new ArrayList<>();
    idle.drainTo(all);
    for (Session session : all) {
      session.close();
    }
  }
}
