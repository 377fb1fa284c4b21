package relay.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import relay.journal.engine.Engine;
import relay.journal.json.Codecs;
import relay.journal.json.StoredText;
import relay.notify.Outbox;

/** The port {@link Outbox} in SQL. What was sent or given up stays so, whatever is reported of it later. */
final class SqlOutbox implements Outbox {
  private final Engine engine;
  private final InstantSource clock;
  private final Codecs codecs;
  private final Unreadable unreadable;

  SqlOutbox(Engine engine, InstantSource clock, Codecs codecs, Unreadable unreadable) {
    this.engine = engine;
    this.clock = clock;
    this.codecs = codecs;
    this.unreadable = unreadable;
  }

  @Override
  public List<Waiting> due(Instant now, int limit) {
    return engine.read(session -> unreadable.list(session, "announcement",
        "SELECT id, announcement, tries FROM outbox WHERE done IS NULL AND next <= ? ORDER BY id LIMIT ?",
        row -> new Waiting(row.getLong(1), codecs.announcements().read(row.getString(2)), row.getInt(3)),
        Times.micros(now), Math.max(0, limit)));
  }

  @Override
  public void delivered(long id) {
    var _ = engine.write(session -> session.update(
        "UPDATE outbox SET done = ?, sent = 1, tries = tries + 1 WHERE id = ? AND done IS NULL",
        Times.micros(Times.now(clock)), id));
  }

  @Override
  public void later(long id, Instant next, String why) {
    var _ = engine.write(session -> session.update(
        "UPDATE outbox SET next = ?, why = ?, tries = tries + 1 WHERE id = ? AND done IS NULL", Times.micros(next),
        StoredText.of(why), id));
  }

  @Override
  public void givenUp(long id, String why) {
    var _ = engine.write(session -> session.update(
        "UPDATE outbox SET done = ?, why = ?, tries = tries + 1 WHERE id = ? AND done IS NULL",
        Times.micros(Times.now(clock)), StoredText.of(why), id));
  }
}
