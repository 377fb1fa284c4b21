package relay.journal;

import java.sql.SQLException;
import java.util.Optional;
import relay.app.Actor;
import relay.journal.engine.Session;
import relay.journal.json.Codecs;
import relay.rollout.RolloutId;
import relay.rollout.StopRequest;

/** Who wants a rollout ended, within a transaction of the caller. */
final class Stops {
  private Stops() {}

  /** A request that cannot be read still ends the rollout. */
  static Optional<StopRequest> of(Session session, Codecs codecs, Unreadable unreadable, RolloutId id)
      throws SQLException {
    return session.one("SELECT id, stop FROM rollout WHERE id = ? AND stop IS NOT NULL",
        row -> unreadable.value("stop request of rollout", row, 2, codecs.stops()).orElseGet(
            () -> StopRequest.cancel(new Actor.Person("unknown"), "the recorded request cannot be read")),
        id.value());
  }
}
