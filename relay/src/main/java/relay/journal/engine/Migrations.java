package relay.journal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date, one numbered step after the other, each in its own transaction. */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  /** Step n brings the schema from n-1 to n. Only ever add at the end. */
  private static final List<String> STEPS = List.of("001-first.sql");

  private Migrations() {}

  /**
   * Safe to repeat; a step that failed left nothing.
   *
   * @throws JournalUnusableException when the file is newer than this relay, or no journal at all
   */
  static void run(Session session, Path file) throws SQLException {
    int found = Integer.parseInt(session.pragma("user_version"));
    int application = Integer.parseInt(session.pragma("application_id"));
    if (application != SqliteFile.APPLICATION && !isEmpty(session)) {
      throw new JournalUnusableException(file + " is a database, but not a journal of the relay");
    }
    if (found > STEPS.size()) {
      throw new JournalUnusableException(
          "the journal " + file + " has schema " + found + ", and this relay knows schemas up to "
              + STEPS.size() + ": a newer relay wrote it, so start that one, or restore the backup from before");
    }
    for (int step = found + 1; step <= STEPS.size(); step++) {
      String sql = read(STEPS.get(step - 1)) + "PRAGMA application_id=" + SqliteFile.APPLICATION
          + "; PRAGMA user_version=" + step;
      session.transact("BEGIN IMMEDIATE", within -> {
        within.script(sql);
        return sql;
      });
      LOG.info("the journal {} has schema {} now", file, step);
    }
  }

  private static boolean isEmpty(Session session) throws SQLException {
    return session.one("SELECT 1 FROM sqlite_schema", row -> row.getInt(1)).isEmpty();
  }

  private static String read(String name) {
    try (InputStream sql = Migrations.class.getResourceAsStream(name)) {
      if (sql == null) {
        throw new IllegalStateException("the migration " + name + " is missing from the jar");
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
