package relay.journal.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection with its prepared statements. For one thread at a time. */
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** Reads one row. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What is to be done with a session, within one transaction; may run again when the transaction failed. */
  public interface Work<T> {
    T run(Session session) throws SQLException;
  }

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Runs {@code work} between {@code begin} and a commit; rolls back whatever it throws. */
  <T> T transact(String begin, Work<T> work) throws SQLException {
    update(begin);
    try {
      T result = work.run(this);
      update("COMMIT");
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  /** SQLite may have rolled back by itself (disk full), and a statement that failed is of no more use. */
  private void rollBack(Throwable cause) {
    try {
      forget();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    try {
      script("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet found = statement(sql, values).executeQuery()) {
      while (found.next()) {
        rows.add(reader.read(found));
      }
    }
    return rows;
  }

  /** The first row, if any. */
  public <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
    return list(sql, reader, values).stream().findFirst();
  }

  /** How many rows it changed. */
  public int update(String sql, @Nullable Object... values) throws SQLException {
    return statement(sql, values).executeUpdate();
  }

  /** For an insert that ends with {@code RETURNING id}: that id. */
  public long insert(String sql, @Nullable Object... values) throws SQLException {
    return one(sql, row -> row.getLong(1), values).orElseThrow();
  }

  /** Several statements at once, unprepared. */
  void script(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The one value that a pragma answers, as text. */
  public String pragma(String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA " + pragma)) {
      return found.next() ? found.getString(1) : "";
    }
  }

  private PreparedStatement statement(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private void forget() throws SQLException {
    List<PreparedStatement> all = List.copyOf(prepared.values());
    prepared.clear();
    for (PreparedStatement statement : all) {
      statement.close();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      forget();
    } finally {
      connection.close();
    }
  }
}
