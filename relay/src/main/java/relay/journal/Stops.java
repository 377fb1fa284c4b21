package relay.journal;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import relay.app.Actor;
import relay.rollout.RolloutId;
import relay.rollout.StopRequest;

/** Who wants a rollout ended, within a transaction of the caller. */
final class Stops {
  private Stops() {}

  /** A request that cannot be read still ends the rollout. */
  static Optional<StopRequest> of(Session session, Codecs codecs, RolloutId id) throws SQLException {
    return session.one("SELECT stop FROM rollout WHERE id = ? AND stop IS NOT NULL", row -> {
      try {
        return codecs.stops().read(row.getString(1));
      } catch (UncheckedIOException damaged) {
        return StopRequest.cancel(new Actor.Person("unknown"), "the recorded request cannot be read");
      }
    }, id.value());
  }
}
