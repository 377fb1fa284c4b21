package reviews.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import reviews.restaurants.StoreUnavailableException;

/**
 * Opens the file when it is first needed, and again after a fault or when another file lies in its place. Blocks: for
 * worker threads only.
 */
final class Connections implements AutoCloseable {
  /** What is done with a connection that nobody else uses meanwhile. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private record Lease(Connection connection, int generation) {}

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);
  /** After a failed opening, how long nobody tries again: a down store must not be hammered. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** These tell of a slip in our SQL, not of a store out of reach: no waiting mends them. */
  private static final Set<Integer> OUR_FAULTS = Set.of(SQLiteErrorCode.SQLITE_ERROR.code,
      SQLiteErrorCode.SQLITE_CONSTRAINT.code, SQLiteErrorCode.SQLITE_MISMATCH.code, SQLiteErrorCode.SQLITE_RANGE.code);
  /** An extended error code carries its primary one in the low byte (sqlite.org/rescode.html). */
  private static final int PRIMARY = 0xff;

  private static final FileAttribute<?> OWNERS_ALONE = PosixFilePermissions
      .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final Deque<Lease> idle = new ArrayDeque<>();
  private @Nullable Object openFile;
  private @Nullable StoreUnavailableException lastFailure;
  private long failedAt;
  private int generation;
  private boolean closed;

  Connections(Path file) {
    this.file = file;
  }

  /** Runs {@code work}; every fault of the store comes out as {@link StoreUnavailableException}. */
  <T> T with(Work<T> work) {
    Lease lease = borrow();
    try {
      T result = work.on(lease.connection());
      giveBack(lease);
      return result;
    } catch (SQLException e) {
      throw discard(lease, e);
    } catch (RuntimeException e) {
      closeQuietly(lease.connection());
      throw e;
    }
  }

  private synchronized Lease borrow() {
    if (closed) {
      throw new StoreUnavailableException("the store is closed", null);
    }
    if (lastFailure != null && System.nanoTime() - failedAt < PAUSE.toNanos()) {
      throw lastFailure;
    }
    try {
      if (openFile == null || !Objects.equals(openFile, identity())) {
        reopen();
      }
      Lease lease = idle.poll();
      return lease != null ? lease : new Lease(connect(), generation);
    } catch (SQLException | IOException | LinkageError e) {
      throw failed(e);
    }
  }

  /** The first connection to a file: its folder is made, its schema brought up to date. */
  private void reopen() throws SQLException, IOException {
    forget();
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (!Files.exists(file)) {
      Files.createFile(file, OWNERS_ALONE); // its companions get the same rights
    }
    Connection first = connect();
    try {
      Schema.migrate(first);
    } catch (SQLException e) {
      closeQuietly(first);
      throw e;
    }
    idle.add(new Lease(first, generation));
    openFile = identity();
    if (lastFailure != null) {
      LOG.info("the store can be used again");
    }
    lastFailure = null;
  }

  private StoreUnavailableException failed(Throwable cause) {
    if (lastFailure == null) {
      LOG.warn("the store {} cannot be used: {}", file, cause.toString());
    }
    forget();
    failedAt = System.nanoTime();
    lastFailure = new StoreUnavailableException("the store cannot be opened", cause);
    return lastFailure;
  }

  /** A new file in the old one's place has another key, and an absent one has none. */
  private @Nullable Object identity() throws IOException {
    return Files.exists(file) ? Files.readAttributes(file, BasicFileAttributes.class).fileKey() : null;
  }

  private Connection connect() throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL); // a review that was confirmed is on the disk
    config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
    config.enforceForeignKeys(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private synchronized void giveBack(Lease lease) {
    if (closed || lease.generation() != generation) {
      closeQuietly(lease.connection());
    } else {
      idle.push(lease);
    }
  }

  /** A busy store needs no new connection; any other fault may sit in the file or the handle. */
  private synchronized RuntimeException discard(Lease lease, SQLException fault) {
    closeQuietly(lease.connection());
    int code = fault.getErrorCode() & PRIMARY;
    if (OUR_FAULTS.contains(code)) {
      return new IllegalStateException("a statement is wrong", fault);
    }
    if (code != SQLiteErrorCode.SQLITE_BUSY.code && lease.generation() == generation) {
      forget();
    }
    LOG.warn("the store failed: {}", fault.toString());
    return new StoreUnavailableException("the store failed", fault);
  }

  private void forget() {
    idle.forEach(lease -> closeQuietly(lease.connection()));
    idle.clear();
    openFile = null;
    generation++;
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("closing a connection failed", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    forget();
  }
}
