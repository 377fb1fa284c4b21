package relay.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppDirectory;
import relay.intake.Inbox;
import relay.journal.engine.CommitListener;
import relay.journal.engine.Engine;
import relay.journal.engine.JournalSettings;
import relay.journal.engine.JournalUnusableException;
import relay.journal.engine.MemoryEngine;
import relay.journal.engine.Session.Work;
import relay.journal.engine.SqliteEngine;
import relay.journal.json.Codecs;
import relay.notify.Outbox;
import relay.push.Pushes;
import relay.reconcile.Sightings;
import relay.rollout.record.Journal;
import relay.rollout.record.JournalException;

/** The journal: all its ports over one database. They may be used from any thread. */
public final class JournalStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalStore.class);
  private final Engine engine;
  private final Duration keep;
  private final Unreadable unreadable = new Unreadable();
  private final Retention retention;
  private final Inbox inbox;
  private final Pushes pushes;
  private final Journal journal;
  private final Outbox outbox;
  private final Sightings sightings;
  private final AppDirectory directory;

  private JournalStore(Engine engine, Codecs codecs, Duration keep, InstantSource clock) {
    this.engine = engine;
    this.keep = keep;
    this.retention = new Retention(engine);
    this.inbox = new SqlInbox(engine, codecs, unreadable);
    this.pushes = new SqlPushes(engine, clock, codecs, unreadable);
    this.journal = new SqlJournal(engine, clock, codecs, unreadable);
    this.directory = new SqlAppDirectory(engine, unreadable);
    this.outbox = new SqlOutbox(engine, clock, codecs, unreadable);
    this.sightings = new SqlSightings(engine, clock, codecs, unreadable);
  }

  /** Over a database in memory, which stays as it is when this store is given up: for tests and simulation. */
  public static JournalStore over(MemoryEngine engine, InstantSource clock) {
    return new JournalStore(engine, engine.codecs(), Duration.ofDays(90), clock);
  }

  /** As {@link #open(JournalSettings, InstantSource, CommitListener)}, without a listener. */
  public static JournalStore open(JournalSettings settings, InstantSource clock) {
    return open(settings, clock, CommitListener.NONE);
  }

  /**
   * Opens the file, making it where there is none, and brings its schema up to date. Blocks.
   *
   * @throws JournalUnusableException when another relay uses the file, a newer one wrote it, or it cannot be opened
   */
  public static JournalStore open(JournalSettings settings, InstantSource clock, CommitListener listener) {
    return new JournalStore(SqliteEngine.open(settings, listener), Codecs.standard(), settings.keep(), clock);
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
    return engine.queued();
  }

  /** The newest acts first. Blocks. */
  public List<AuditLine> audit(int limit) {
    return engine.read(session -> Audit.newest(session, limit));
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

  /**
   * Reads and writes something small, as everything else does. Blocks. Safe to repeat.
   *
   * @throws JournalException when the journal does not answer; a full disk counts as that
   */
  public void check(Instant now) {
    var _ = journal.history(Optional.empty(), 1);
    var _ = engine.write(session -> session.update("INSERT INTO pulse (only, at) VALUES (1, ?) "
        + "ON CONFLICT DO UPDATE SET at = excluded.at", Times.micros(now)));
  }

  /** Which apps the configuration names. */
  public AppDirectory directory() {
    return directory;
  }

  /** Rows that were left out so far because they could not be read. */
  public long unreadable() {
    return unreadable.count();
  }

  /** For tests that need the writer's own session. */
  public <T> T onWriter(Work<T> work) {
    return engine.write(work);
  }

  /**
   * Commits what waits, takes no more, and gives up the file. Waits at most some seconds; when the disk hangs for longer
   * the file stays claimed until the process ends. Safe to repeat.
   */
  @Override
  public void close() {
    engine.close();
  }
}
