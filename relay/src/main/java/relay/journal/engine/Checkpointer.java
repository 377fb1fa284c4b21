package relay.journal.engine;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies committed pages from the write-ahead log into the file, beside the writer and without making it wait. Only when
 * the log is long all the same, the writer is asked to pause for the rest.
 */
final class Checkpointer implements AutoCloseable {
  static final long LONG_WAL_BYTES = 64L << 20;
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final long PERIOD_MILLIS = 1000;
  private final Session session;
  private final Writer writer;
  private final long longLogPages;
  private final ScheduledExecutorService timer = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("journal-checkpointer").daemon().factory());
  private long seen;

  Checkpointer(Session session, Writer writer) throws SQLException {
    this.session = session;
    this.writer = writer;
    this.longLogPages = LONG_WAL_BYTES / Long.parseLong(session.pragma("page_size"));
  }

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::checkpoint, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void checkpoint() {
    long commits = writer.commits();
    if (commits == seen) {
      return;
    }
    try {
      // the row: whether it was blocked, pages in the log, pages copied of them
      long pages = session.one("PRAGMA wal_checkpoint(PASSIVE)", row -> row.getLong(2)).orElse(0L);
      seen = commits;
      if (pages > longLogPages) {
        writer.emptyLog();
      }
    } catch (SQLException | RuntimeException | Error e) { // whatever escaped would end the timer for good
      LOG.warn("the journal's log could not be copied into its file; tried again in a second", e);
    }
  }

  @Override
  public void close() throws SQLException {
    timer.close();
    session.close();
  }
}
