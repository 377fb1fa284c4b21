package relay.journal.engine;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import relay.journal.engine.Session.Work;
import relay.journal.json.Codecs;

/**
 * SQLite in memory, everything on the caller's thread: for tests and simulation. It outlives the stores opened over it, so
 * that a crash is simulated by opening another one.
 */
public final class MemoryEngine implements Engine {
  private final ReentrantLock one = new ReentrantLock();
  private final Session session;
  /** Shared by all stores over it: to make them anew costs more than a history of a simulation. */
  private final Codecs codecs = Codecs.standard();

  /** An empty database. */
  public MemoryEngine() {
    try {
      this.session = new Session(new SQLiteConfig().createConnection("jdbc:sqlite::memory:"));
      session.script("PRAGMA foreign_keys=ON; PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY");
      Migrations.run(session, Path.of("memory"));
    } catch (SQLException e) {
      throw new JournalUnusableException("SQLite cannot open a database in memory", e);
    }
  }

  /** Forgets everything, for the next one who needs an empty database: cheaper than another one. */
  public void reset() {
    var _ = write(session -> {
      List<String> tables = session.list(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
          row -> row.getString(1));
      session.script("PRAGMA defer_foreign_keys=ON");
      for (String table : tables) {
        session.script("DELETE FROM " + table);
      }
      session.script("DELETE FROM sqlite_sequence");
      return tables;
    });
  }

  public Codecs codecs() {
    return codecs;
  }

  @Override
  public <T> T read(Work<T> work) {
    return Blocking.result(look(work));
  }

  @Override
  public <T> CompletableFuture<T> ask(Work<T> work) {
    return look(work);
  }

  @Override
  public <T> T write(Work<T> work) {
    return Blocking.result(run("BEGIN IMMEDIATE", work));
  }

  @Override
  public CompletableFuture<Long> deliver(Work<Long> work) {
    return run("BEGIN IMMEDIATE", work);
  }

  @Override
  public int queued() {
    return 0;
  }

  /** Nobody else is there meanwhile, so that it needs no transaction. */
  private <T> CompletableFuture<T> look(Work<T> work) {
    one.lock();
    try {
      return CompletableFuture.completedFuture(work.run(session));
    } catch (SQLException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      one.unlock();
    }
  }

  private <T> CompletableFuture<T> run(String begin, Work<T> work) {
    one.lock();
    try {
      return CompletableFuture.completedFuture(session.transact(begin, work));
    } catch (SQLException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      one.unlock();
    }
  }

  /** Does nothing: the database lives as long as this object. */
  @Override
  public void close() {}
}
