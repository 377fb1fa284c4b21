package relay.journal.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** The file, and how each kind of user of it opens it. */
final class SqliteFile {
  /** "Rela": sets the relay's journal apart from other SQLite files. */
  static final int APPLICATION = 0x52656C61;
  private static final int BUSY_MILLIS = 5000;
  private final Path path;

  SqliteFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Makes the file if it is not there, for its owner only: bodies of deliveries are nobody else's business. */
  void create() {
    try {
      if (Files.exists(path)) {
        return;
      }
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(path);
      }
    } catch (IOException e) {
      throw new JournalUnusableException("the journal " + path + " cannot be made: " + e, e);
    }
  }

  /** The one that writes. Checkpoints are not its business. */
  Session writer() throws SQLException {
    Session session = open(new SQLiteConfig());
    try {
      String mode = session.pragma("journal_mode=WAL");
      if (!mode.equals("wal")) {
        throw new JournalUnusableException(
            "the journal " + path + " needs a local disk: its file system allows no WAL");
      }
      session.script("PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA wal_autocheckpoint=0;"
          + "PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=" + Checkpointer.LONG_WAL_BYTES);
      return session;
    } catch (SQLException | RuntimeException e) {
      closeAfter(e, session);
      throw e;
    }
  }

  /** One that copies the log into the file while others write. */
  Session checkpointer() throws SQLException {
    Session session = open(new SQLiteConfig());
    session.script("PRAGMA synchronous=FULL; PRAGMA checkpoint_fullfsync=ON; PRAGMA wal_autocheckpoint=0");
    return session;
  }

  Session reader() throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    return open(config);
  }

  private Session open(SQLiteConfig config) throws SQLException {
    config.setBusyTimeout(BUSY_MILLIS);
    return new Session(config.createConnection("jdbc:sqlite:" + path));
  }

  static void closeAfter(Exception cause, AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      cause.addSuppressed(e);
    }
  }
}
