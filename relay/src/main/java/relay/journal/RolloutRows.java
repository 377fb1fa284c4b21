package relay.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import relay.app.AppName;
import relay.journal.engine.NotAllowedException;
import relay.journal.engine.Session;
import relay.journal.json.Codecs;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;
import relay.rollout.record.OvertakenException;

/** Rollouts and their moments as rows, within a transaction of the caller. */
final class RolloutRows {
  private static final String SELECT = "SELECT r.id, r.request, r.state, r.version, r.opened, r.changed, a.name FROM rollout r "
      + "JOIN app a ON a.id = r.app ";
  private final Codecs codecs;
  private final Unreadable unreadable;

  RolloutRows(Codecs codecs, Unreadable unreadable) {
    this.codecs = codecs;
    this.unreadable = unreadable;
  }

  /** Those that {@code where} (of {@code r}, the rollout, and {@code a}, its app) asks for and that can be read. */
  List<Rollout> list(Session session, String where, @Nullable Object... values) throws SQLException {
    return unreadable.list(session, "rollout", SELECT + where, this::read, values);
  }

  /** Empty as well when it cannot be read. */
  Optional<Rollout> find(Session session, RolloutId id) throws SQLException {
    return list(session, "WHERE r.id = ?", id.value()).stream().findFirst();
  }

  /** Its app has the name that the configuration gives it now, whatever it was called when it was opened. */
  private Rollout read(ResultSet row) throws SQLException {
    RolloutRequest request = codecs.requests().read(row.getString(2));
    String name = row.getString(7);
    return new Rollout(new RolloutId(row.getLong(1)), name == null ? request : renamed(request, new AppName(name)),
        codecs.states().read(row.getString(3)), row.getLong(4), Times.instant(row.getLong(5)),
        Times.instant(row.getLong(6)));
  }

  private static RolloutRequest renamed(RolloutRequest request, AppName name) {
    return request.app().equals(name)
        ? request
        : new RolloutRequest(name, request.desired(), request.cause(), request.acceptNoRollbackTarget(),
            request.keepLeft(), request.notBefore());
  }

  Rollout open(Session session, RolloutRequest request, Instant now) throws SQLException {
    var queued = new Queued();
    long id = session.insert("INSERT INTO rollout (app, request, label, state, version, opened, changed, settled) "
        + "VALUES (?, ?, ?, ?, 1, ?, ?, 0) RETURNING id", AppRows.id(session, request.app()),
        codecs.requests().write(request), queued.label(), codecs.states().write(queued), Times.micros(now),
        Times.micros(now));
    var _ = addMoment(session, id, now, queued, new Moment.Entry.Opened(request));
    return new Rollout(new RolloutId(id), request, queued, 1, now, now);
  }

  /**
   * Moves the rollout, if it is still as {@code from} says. A state that stays the same makes no line of the timeline. One
   * that ends refused did not touch the app, whatever it was about to do: the one before is again the last that did.
   */
  Rollout move(Session session, Rollout from, RolloutState to, Instant now) throws SQLException {
    boolean stays = from.state().equals(to);
    boolean recovers = from.state() instanceof Stuck && to instanceof RolledBack;
    if (from.state() instanceof Settled && !recovers) {
      throw new NotAllowedException(
          "rollout " + from.id() + " is settled (" + from.state().label() + "): it cannot become "
              + to.label());
    }
    @Nullable
    Long touched = null;
    if (!stays) {
      long moment = addMoment(session, from.id().value(), now, to, new Moment.Entry.Entered(to));
      touched = touches(to) ? moment : null;
    }
    int moved = session.update(
        "UPDATE rollout SET label = ?, state = ?, version = version + 1, changed = ?, settled = ?, "
            + "touched = CASE WHEN ? THEN NULL ELSE coalesce(?, touched) END WHERE id = ? AND version = ?",
        to.label(), codecs.states().write(to),
        Times.micros(now), to instanceof Settled ? 1 : 0, to instanceof Refused ? 1 : 0, touched, from.id().value(),
        from.version());
    if (moved == 0) {
      throw new OvertakenException(from.id());
    }
    if (to instanceof Healthy(Change change, _) && touched != null) {
      session.update("INSERT INTO proven (app, image, tag, moment) SELECT app, ?, ?, ? FROM rollout WHERE id = ? "
          + "ON CONFLICT DO UPDATE SET tag = coalesce(excluded.tag, tag), moment = excluded.moment",
          codecs.images().write(change.target()), change.tag().orElse(null), touched, from.id().value());
    }
    return new Rollout(from.id(), from.request(), to, from.version() + 1, from.opened(), now);
  }

  /** Ends an older rollout since {@code by} takes over. */
  void supersede(Session session, RolloutId older, long version, RolloutId by, Instant now) throws SQLException {
    Rollout from = find(session, older)
        .filter(rollout -> rollout.version() == version).orElseThrow(() -> new OvertakenException(older));
    var _ = move(session, from, switch (from.state()) {
      case Untouched state -> state.superseded(by);
      case Proving state -> state.superseded(by);
      case Soaking state -> state.superseded(by);
      default -> throw new OvertakenException(older);
    }, now);
  }

  void note(Session session, RolloutId id, Note note, Instant now) throws SQLException {
    String label = session.one("SELECT label FROM rollout WHERE id = ?", row -> row.getString(1), id.value())
        .orElseThrow(() -> unknown(id));
    session.update("INSERT INTO moment (rollout, at, state, entry) VALUES (?, ?, ?, ?)", id.value(), Times.micros(now),
        label, codecs.entries().write(new Moment.Entry.Noted(note)));
  }

  /** Lets a pending rollout start at once; false when it has started, is over or is due already. */
  boolean bringForward(Session session, RolloutId id, Note why, Instant now) throws SQLException {
    Optional<Rollout> pending = find(session, id)
        .filter(rollout -> rollout.state() instanceof Queued && !rollout.request().isDue(now));
    if (pending.isEmpty()) {
      return false;
    }
    RolloutRequest request = pending.get().request();
    var sooner = new RolloutRequest(request.app(), request.desired(), request.cause(), request.acceptNoRollbackTarget(),
        request.keepLeft(), Optional.empty());
    session.update("UPDATE rollout SET request = ? WHERE id = ?", codecs.requests().write(sooner), id.value());
    note(session, id, why, now);
    return true;
  }

  private long addMoment(Session session, long rollout, Instant now, RolloutState state, Moment.Entry entry)
      throws SQLException {
    return session.insert("INSERT INTO moment (rollout, at, state, entry) VALUES (?, ?, ?, ?) RETURNING id", rollout,
        Times.micros(now), state.label(), codecs.entries().write(entry));
  }

  static NotAllowedException unknown(RolloutId id) {
    return new NotAllowedException("there is no rollout " + id);
  }

  /** Whether a rollout in this state has touched the app, or may have. */
  private static boolean touches(RolloutState state) {
    return switch (state) {
      case Superseded(_, var left) -> left.isPresent();
      case RolloutState.Changing _ -> true;
      default -> false;
    };
  }
}
