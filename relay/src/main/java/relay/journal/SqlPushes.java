package relay.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.journal.engine.Engine;
import relay.journal.engine.NotAllowedException;
import relay.journal.engine.Session;
import relay.journal.json.Codecs;
import relay.push.IgnoreReason;
import relay.push.Push;
import relay.push.PushOutcome;
import relay.push.Pushes;
import relay.rollout.Rollout;
import relay.rollout.record.Note;

/** The port {@link Pushes} in SQL. */
final class SqlPushes implements Pushes {
  /** The columns that {@link #read} needs. */
  static final String COLUMNS = "id, delivery, registry, host, repository, tag, digest, at";
  private final Engine engine;
  private final InstantSource clock;
  private final Codecs codecs;
  private final Unreadable unreadable;
  private final RolloutRows rollouts;

  SqlPushes(Engine engine, InstantSource clock, Codecs codecs, Unreadable unreadable) {
    this.engine = engine;
    this.clock = clock;
    this.codecs = codecs;
    this.unreadable = unreadable;
    this.rollouts = new RolloutRows(codecs, unreadable);
  }

  static void insert(Session session, long delivery, Push push) throws SQLException {
    session.update("INSERT INTO push (delivery, registry, host, repository, tag, digest, at) "
        + "VALUES (?, ?, ?, ?, ?, ?, ?)", delivery, push.registry(), push.image().registry(), push.image().repository(),
        push.image().tag(), push.digest().map(Digest::value).orElse(null), push.at().toString());
  }

  static Pending read(ResultSet row) throws SQLException {
    var image = new ImageReference(row.getString(4), row.getString(5), row.getString(6));
    return new Pending(row.getLong(1), row.getLong(2), new Push(row.getString(3), image,
        Optional.ofNullable(row.getString(7)).map(Digest::new), Instant.parse(row.getString(8))));
  }

  @Override
  public List<Pending> undecided(String registry, int limit) {
    int most = Math.max(0, limit);
    while (true) {
      List<Found> found = engine.read(session -> session.list(
          "SELECT " + COLUMNS + " FROM push WHERE registry = ? AND decided IS NULL ORDER BY id LIMIT ?",
          row -> new Found(row.getLong(1), unreadable.row("push", row, SqlPushes::read)), registry, most));
      List<Pending> readable = found.stream().flatMap(each -> each.push().stream()).toList();
      if (readable.size() == found.size()) {
        return readable;
      }
      found.stream().filter(each -> each.push().isEmpty()).forEach(each -> setAside(each.id()));
    }
  }

  /** {@code push} is empty when the row cannot be read. */
  private record Found(long id, Optional<Pending> push) {}

  /** It would never be decided, and stand in the way of others for ever. */
  private void setAside(long id) {
    var _ = engine.write(session -> {
      if (decidedNow(session, id)) {
        add(session, id, new PushOutcome.Ignored(Optional.empty(), new IgnoreReason.SetAside("unreadable")));
      }
      return id;
    });
  }

  private boolean decidedNow(Session session, long id) throws SQLException {
    return session.update("UPDATE push SET decided = ? WHERE id = ? AND decided IS NULL",
        Times.micros(Times.now(clock)), id) > 0;
  }

  @Override
  public List<Rollout> decide(Pending push, List<Decision> decisions) {
    List<Decision> all = List.copyOf(decisions);
    return engine.write(session -> {
      List<Rollout> opened = new ArrayList<>();
      if (!decidedNow(session, push.id())) {
        requireKnown(session, push);
        return opened;
      }
      for (Decision decision : all) {
        add(session, push.id(), carryOut(session, push, decision, opened));
      }
      return opened;
    });
  }

  private PushOutcome carryOut(Session session, Pending push, Decision decision, List<Rollout> opened)
      throws SQLException {
    return switch (decision) {
      case Decision.Open(var request) -> {
        Rollout rollout = rollouts.open(session, request, Times.now(clock));
        opened.add(rollout);
        yield new PushOutcome.Opened(rollout.app(), rollout.id());
      }
      case Decision.Merge(var app, var into) -> new PushOutcome.Merged(app, into);
      case Decision.BringForward(var app, var rollout) -> {
        var _ = rollouts.bringForward(session, rollout, new Note.BroughtForward(Optional.of(push.delivery())),
            Times.now(clock));
        yield new PushOutcome.BroughtForward(app, rollout);
      }
      case Decision.Ignore(var app, var why) -> new PushOutcome.Ignored(app, why);
    };
  }

  private void add(Session session, long push, PushOutcome outcome) throws SQLException {
    session.update("INSERT INTO outcome (push, outcome) VALUES (?, ?)", push, codecs.outcomes().write(outcome));
  }

  private static void requireKnown(Session session, Pending push) throws SQLException {
    Optional<Long> known = session.one("SELECT id FROM push WHERE id = ?", row -> row.getLong(1), push.id());
    if (known.isEmpty()) {
      throw new NotAllowedException("there is no push " + push.id());
    }
  }
}
