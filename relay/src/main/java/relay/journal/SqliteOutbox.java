package relay.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import relay.notify.Outbox;

/** The port {@link Outbox} on SQLite. What is told or given up already stays so, whatever is said of it again. */
final class SqliteOutbox implements Outbox {
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;
  private final Codecs codecs;

  SqliteOutbox(Writer writer, Readers readers, InstantSource clock, Codecs codecs) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
    this.codecs = codecs;
  }

  @Override
  public List<Waiting> due(Instant now, int limit) {
    return readers.call(session -> session.list(
        "SELECT id, announcement, tries FROM outbox WHERE done IS NULL AND next <= ? ORDER BY id LIMIT ?",
        row -> new Waiting(row.getLong(1), codecs.announcements().read(row.getString(2)), row.getInt(3)),
        Times.micros(now), Math.max(0, limit)));
  }

  @Override
  public void told(long id) {
    var _ = writer.call(session -> session.update(
        "UPDATE outbox SET done = ?, told = 1, tries = tries + 1 WHERE id = ? AND done IS NULL",
        Times.micros(Times.now(clock)), id));
  }

  @Override
  public void later(long id, Instant next, String why) {
    var _ = writer.call(session -> session.update(
        "UPDATE outbox SET next = ?, why = ?, tries = tries + 1 WHERE id = ? AND done IS NULL", Times.micros(next),
        why, id));
  }

  @Override
  public void givenUp(long id, String why) {
    var _ = writer.call(session -> session.update(
        "UPDATE outbox SET done = ?, why = ?, tries = tries + 1 WHERE id = ? AND done IS NULL",
        Times.micros(Times.now(clock)), why, id));
  }
}
