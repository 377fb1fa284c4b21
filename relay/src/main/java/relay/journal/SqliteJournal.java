package relay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.intake.Inbox;
import relay.journal.Session.Work;
import relay.notify.Outbox;
import relay.push.Pushes;
import relay.reconcile.Sightings;
import relay.rollout.Journal;

/**
 * The journal in one SQLite file. Commits are on disk before anybody hears of them (write-ahead log, synchronous FULL).
 * One relay at a time, on a local disk. All its ports may be used from any thread.
 */
public final class SqliteJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Duration keep;
  private final Writer writer;
  private final Readers readers;
  private final Retention retention;
  private final Inbox inbox;
  private final Pushes pushes;
  private final Journal journal;
  private final Outbox outbox;
  private final Sightings sightings;
  /** What to close, the first to be closed first. */
  private final Deque<AutoCloseable> opened;

  private SqliteJournal(JournalSettings settings, InstantSource clock, Writer writer, Readers readers,
      Deque<AutoCloseable> opened) {
    Codecs codecs = Codecs.standard();
    this.keep = settings.keep();
    this.writer = writer;
    this.readers = readers;
    this.opened = opened;
    this.retention = new Retention(writer);
    this.inbox = new SqliteInbox(writer, readers, codecs);
    this.pushes = new SqlitePushes(writer, readers, clock, codecs);
    this.journal = new SqliteRollouts(writer, readers, clock, codecs);
    this.outbox = new SqliteOutbox(writer, readers, clock, codecs);
    this.sightings = new SqliteSightings(writer, readers, clock, codecs);
  }

  /** As {@link #open(JournalSettings, InstantSource, CommitListener)}, with nobody to hear of commits. */
  public static SqliteJournal open(JournalSettings settings, InstantSource clock) {
    return open(settings, clock, CommitListener.NONE);
  }

  /**
   * Opens the file, making it where there is none, and brings its schema up to date. Blocks.
   *
   * @throws JournalUnusable when another relay uses the file, a newer one wrote it, or it cannot be opened
   */
  public static SqliteJournal open(JournalSettings settings, InstantSource clock, CommitListener listener) {
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
      var readers = new Readers(file);
      opened.push(readers);
      writer.start();
      checkpointer.start();
      return new SqliteJournal(settings, clock, writer, readers, opened);
    } catch (SQLException e) {
      closeAll(opened, e);
      throw new JournalUnusable("the journal " + path + " cannot be opened: " + e.getMessage(), e);
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
        throw new JournalUnusable("the journal's folder " + folder + " does not exist: make it, on a persistent disk");
      }
      return Files.exists(file) ? file.toRealPath() : folder.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new JournalUnusable("the journal " + file + " cannot be found: " + e, e);
    }
  }

  private static void closeAll(Deque<AutoCloseable> opened, Exception cause) {
    for (AutoCloseable one : opened) {
      SqliteFile.closeAfter(cause, one);
    }
  }

  public Inbox inbox() {
    return inbox;
  }

  public Pushes pushes() {
    return pushes;
  }

  public Journal journal() {
    return journal;
  }

  public Outbox outbox() {
    return outbox;
  }

  public Sightings sightings() {
    return sightings;
  }

  /** Deliveries that wait for their commit. */
  public int queued() {
    return writer.queued();
  }

  /** The newest acts first. Blocks. */
  public List<AuditLine> audit(int limit) {
    return readers.call(session -> Audit.newest(session, limit));
  }

  /**
   * Forgets history that was finished longer than the settings' {@code keep} before {@code now}; live state stays for
   * ever. Blocks, in small steps that let deliveries through. Safe to repeat.
   *
   * @return how many deliveries, rollouts, announcements and acts were forgotten
   */
  public int prune(Instant now) {
    int forgotten = retention.forget(now.minus(keep));
    if (forgotten > 0) {
      LOG.info("forgot {} entries of the journal older than {} days", forgotten, keep.toDays());
    }
    return forgotten;
  }

  /** For tests that need the writer's own session. */
  <T> T onWriter(Work<T> work) {
    return writer.call(work);
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
