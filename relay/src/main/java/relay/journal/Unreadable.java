package relay.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.journal.engine.Session;
import relay.journal.engine.Session.RowReader;
import relay.journal.json.Codec;

/**
 * Leaves out rows whose values cannot be read (written by something else, or damaged), so that they stand in nobody's way:
 * each is logged once and counted. Whatever a value's reader throws means that, so that no damage stops a loop.
 */
final class Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
  private static final int REMEMBERED = 10_000;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final AtomicLong count = new AtomicLong();

  long count() {
    return count.get();
  }

  /** The rows that can be read; the first column names the row. */
  <T> List<T> list(Session session, String table, String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    session.list(sql, row -> row(table, row, reader), values).forEach(read -> read.ifPresent(rows::add));
    return rows;
  }

  /** The row that is asked for; empty as well when it cannot be read. */
  <T> Optional<T> one(Session session, String table, String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    return list(session, table, sql, reader, values).stream().findFirst();
  }

  /** One value of a row; empty when it is NULL or cannot be read. */
  <T> Optional<T> value(String table, ResultSet row, int column, Codec<T> codec) throws SQLException {
    String text = row.getString(column);
    return text == null ? Optional.empty() : row(table, row, _ -> codec.read(text));
  }

  /** What {@code reader} makes of the row; empty when it cannot be read. */
  <T> Optional<T> row(String table, ResultSet row, RowReader<T> reader) throws SQLException {
    try {
      return Optional.of(reader.read(row));
    } catch (RuntimeException e) {
      left(table, row.getString(1), e);
      return Optional.empty();
    }
  }

  private void left(String table, String id, RuntimeException why) {
    if (known.size() < REMEMBERED && known.add(table + " " + id)) {
      count.incrementAndGet();
      LOG.error("journal: {} {} cannot be read and is left out: {}", table, id, words(why));
    }
  }

  /** In one line: a parser's own text has several. */
  private static String words(RuntimeException why) {
    return why.getCause() instanceof JsonProcessingException json ? json.getOriginalMessage() : why.toString();
  }
}
