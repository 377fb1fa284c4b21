package relay.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.journal.Blocking.NotAllowed;
import relay.push.Push;
import relay.push.Pushes;
import relay.rollout.Rollout;

/** The port {@link Pushes} on SQLite. */
final class SqlitePushes implements Pushes {
  /** The columns that {@link #read} needs. */
  static final String COLUMNS = "id, delivery, registry, host, repository, tag, digest, at";
  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;
  private final RolloutRows rollouts;

  SqlitePushes(Writer writer, Readers readers, InstantSource clock, Codecs codecs) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
    this.rollouts = new RolloutRows(codecs);
  }

  static void insert(Session session, long delivery, Push push) throws SQLException {
    session.update("INSERT INTO push (delivery, registry, host, repository, tag, digest, at) "
        + "VALUES (?, ?, ?, ?, ?, ?, ?)", delivery, push.registry(), push.image().registry(), push.image().repository(),
        push.image().tag(), push.digest().value(), push.at().toString());
  }

  static Pending read(ResultSet row) throws SQLException {
    var image = new ImageReference(row.getString(4), row.getString(5), row.getString(6));
    return new Pending(row.getLong(1), row.getLong(2),
        new Push(row.getString(3), image, new Digest(row.getString(7)), Instant.parse(row.getString(8))));
  }

  @Override
  public List<Pending> undecided(int limit) {
    return readers.call(session -> session.list("SELECT " + COLUMNS
        + " FROM push WHERE decided IS NULL ORDER BY id LIMIT ?", SqlitePushes::read, Math.max(0, limit)));
  }

  /** Empty, and nothing done, when the push was decided on before. */
  @Override
  public List<Rollout> decide(Pending push, List<Decision> decisions) {
    List<Decision> all = List.copyOf(decisions);
    return writer.call(session -> {
      Instant now = Times.now(clock);
      boolean first = session.update("UPDATE push SET decided = ? WHERE id = ? AND decided IS NULL",
          Times.micros(now), push.id()) > 0;
      if (!first) {
        requireKnown(session, push);
        return List.of();
      }
      List<Rollout> opened = new ArrayList<>();
      for (Decision decision : all) {
        if (decision instanceof Decision.Open(var request)) {
          opened.add(rollouts.open(session, request, now));
        }
        long id = opened.isEmpty() ? 0 : opened.getLast().id().value();
        session.update("INSERT INTO outcome (push, app, sentence) VALUES (?, ?, ?)", push.id(),
            Sentences.appOf(decision).map(AppName::value).orElse(null), Sentences.decided(decision, id));
      }
      return opened;
    });
  }

  private static void requireKnown(Session session, Pending push) throws SQLException {
    Optional<Long> known = session.one("SELECT id FROM push WHERE id = ?", row -> row.getLong(1), push.id());
    if (known.isEmpty()) {
      throw new NotAllowed("there is no push " + push.id());
    }
  }
}
