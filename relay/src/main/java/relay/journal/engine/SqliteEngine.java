package relay.journal.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.journal.engine.Session.Work;

/**
 * One SQLite file. Commits are on disk before any caller goes on (write-ahead log, synchronous FULL). One relay at a
 * time, on a local disk.
 */
public final class SqliteEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteEngine.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Writer writer;
  private final Readers readers;
  /** What to close, the first to be closed first. */
  private final Deque<AutoCloseable> opened;

  private SqliteEngine(Writer writer, Readers readers, Deque<AutoCloseable> opened) {
    this.writer = writer;
    this.readers = readers;
    this.opened = opened;
  }

  /**
   * Opens the file, making it where there is none, and brings its schema up to date. Blocks.
   *
   * @throws JournalUnusableException when another relay uses the file, a newer one wrote it, or it cannot be opened
   */
  public static SqliteEngine open(JournalSettings settings, CommitListener listener) {
    Path path = located(settings.file());
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      opened.push(FileClaim.on(path));
      var file = new SqliteFile(path);
      file.create();
      Session session = file.writer();
      opened.push(session);
      Migrations.run(session, path);
      var writer = new Writer(session, settings.queue(), listener);
      var checkpointer = new Checkpointer(file.checkpointer(), writer);
      opened.push(checkpointer);
      var readers = new Readers(file, PATIENCE);
      opened.push(readers);
      writer.start();
      checkpointer.start();
      return new SqliteEngine(writer, readers, opened);
    } catch (SQLException e) {
      closeAll(opened, e);
      throw new JournalUnusableException("the journal " + path + " cannot be opened: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  /** One name for the file whatever way leads there, so that the claim on it is one too. */
  private static Path located(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new JournalUnusableException(
            "the journal's folder " + folder + " does not exist: make it, on a persistent disk");
      }
      return Files.exists(file) ? file.toRealPath() : folder.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new JournalUnusableException("the journal " + file + " cannot be found: " + e, e);
    }
  }

  private static void closeAll(Deque<AutoCloseable> opened, Exception cause) {
    for (AutoCloseable one : opened) {
      SqliteFile.closeAfter(cause, one);
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    return readers.call(work);
  }

  @Override
  public <T> CompletableFuture<T> ask(Work<T> work) {
    return readers.ask(work);
  }

  @Override
  public <T> T write(Work<T> work) {
    return writer.call(work);
  }

  @Override
  public CompletableFuture<Long> deliver(Work<Long> work) {
    return writer.deliver(work);
  }

  @Override
  public int queued() {
    return writer.queued();
  }

  /**
   * Commits what waits, takes no more, and gives up the file. Waits at most some seconds; when the disk hangs for longer
   * the file stays claimed until the process ends. Safe to repeat.
   */
  @Override
  public void close() {
    if (!writerEnded()) {
      LOG.error("the journal's disk did not answer within {} s: what waited is not acknowledged", PATIENCE.toSeconds());
      return;
    }
    for (AutoCloseable one = opened.poll(); one != null; one = opened.poll()) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.warn("closing the journal: {}", e.toString());
      }
    }
  }

  /** An interrupt does not keep it from waiting: the file must not be given up under the writer. */
  private boolean writerEnded() {
    boolean interrupted = Thread.interrupted();
    try {
      return writer.close(PATIENCE);
    } catch (InterruptedException e) {
      interrupted = true;
      return writerEnded();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
