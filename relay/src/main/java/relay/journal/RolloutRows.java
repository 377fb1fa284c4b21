package relay.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import relay.app.AppName;
import relay.journal.Blocking.NotAllowed;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.RolloutState.Touched;

/** Rollouts and their moments as rows, within a transaction of the caller. */
final class RolloutRows {
  /** The columns that {@link #read} needs. */
  static final String COLUMNS = "id, request, state, opened, changed";
  private final Codecs codecs;

  RolloutRows(Codecs codecs) {
    this.codecs = codecs;
  }

  /** What a save must know of the row. */
  private record Standing(AppName app, String label, boolean settled) {}

  Rollout read(ResultSet row) throws SQLException {
    return new Rollout(new RolloutId(row.getLong(1)), codecs.requests().read(row.getString(2)),
        codecs.states().read(row.getString(3)), Times.instant(row.getLong(4)), Times.instant(row.getLong(5)));
  }

  Rollout open(Session session, RolloutRequest request, Instant now) throws SQLException {
    var queued = new Queued();
    long id = session.insert("INSERT INTO rollout (app, request, label, state, opened, changed, settled) "
        + "VALUES (?, ?, ?, ?, ?, ?, 0) RETURNING id", request.app().value(), codecs.requests().write(request),
        queued.label(), codecs.states().write(queued), Times.micros(now), Times.micros(now));
    addMoment(session, id, now, queued.label(), Sentences.opened(request));
    return new Rollout(new RolloutId(id), request, queued, now, now);
  }

  /** Moves the rollout and returns its app. */
  AppName move(Session session, RolloutId id, RolloutState to, String sentence, Instant now) throws SQLException {
    Standing standing = standing(session, id).orElseThrow(() -> unknown(id));
    boolean recovers = standing.label().equals("stuck") && to instanceof RolledBack;
    if (standing.settled() && !recovers) {
      throw new NotAllowed("rollout " + id + " is settled (" + standing.label() + "): it cannot become "
          + to.label());
    }
    long moment = addMoment(session, id.value(), now, to.label(), sentence);
    session.update("UPDATE rollout SET label = ?, state = ?, changed = ?, settled = ?, touched = coalesce(?, touched), "
        + "proven = ? WHERE id = ?", to.label(), codecs.states().write(to), Times.micros(now),
        to instanceof Settled ? 1 : 0, touches(to) ? moment : null,
        to instanceof Healthy healthy ? codecs.images().write(healthy.live()) : null, id.value());
    return standing.app();
  }

  void note(Session session, RolloutId id, String sentence, Instant now) throws SQLException {
    Standing standing = standing(session, id).orElseThrow(() -> unknown(id));
    addMoment(session, id.value(), now, standing.label(), sentence);
  }

  /** The app of a rollout that is still under way; empty when it is settled. */
  Optional<AppName> appUnderWay(Session session, RolloutId id) throws SQLException {
    Standing standing = standing(session, id).orElseThrow(() -> unknown(id));
    return standing.settled() ? Optional.empty() : Optional.of(standing.app());
  }

  private static long addMoment(Session session, long rollout, Instant now, String label, String sentence)
      throws SQLException {
    return session.insert("INSERT INTO moment (rollout, at, state, sentence) VALUES (?, ?, ?, ?) RETURNING id",
        rollout, Times.micros(now), label, sentence);
  }

  private static Optional<Standing> standing(Session session, RolloutId id) throws SQLException {
    return session.one("SELECT app, label, settled FROM rollout WHERE id = ?",
        row -> new Standing(new AppName(row.getString(1)), row.getString(2), row.getBoolean(3)), id.value());
  }

  private static NotAllowed unknown(RolloutId id) {
    return new NotAllowed("there is no rollout " + id);
  }

  /** Whether a rollout in this state has touched the app, or may have. */
  private static boolean touches(RolloutState state) {
    return switch (state) {
      case Touched _,Restoring _,Healthy _,RolledBack _,Stuck _ -> true;
      case Superseded(_, var left) -> left.isPresent();
      default -> false;
    };
  }
}
