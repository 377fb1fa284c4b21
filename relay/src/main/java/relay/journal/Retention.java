package relay.journal;

import java.sql.SQLException;
import java.time.Instant;
import relay.journal.engine.Engine;
import relay.journal.engine.Session;

/**
 * Forgets finished history. Kept whatever its age: what is not finished or not decided on and the last rollout that
 * touched an app, which may be stuck. Of proven images, which are state, the newest are kept.
 */
final class Retention {
  /** Rows of one transaction, so that deliveries wait for no more than that. */
  private static final int AT_ONCE = 200;
  private static final String DELIVERIES = """
      DELETE FROM delivery WHERE id IN (
        SELECT d.id FROM delivery d WHERE d.received < ?
          AND NOT EXISTS (SELECT 1 FROM push p WHERE p.delivery = d.id AND p.decided IS NULL) LIMIT ?)""";
  private static final String ROLLOUTS = """
      WITH last AS (SELECT id, max(touched) FROM rollout WHERE touched IS NOT NULL GROUP BY app)
      DELETE FROM rollout WHERE id IN (
        SELECT r.id FROM rollout r WHERE r.settled = 1 AND r.changed < ? AND r.id NOT IN (SELECT id FROM last) LIMIT ?)""";
  private static final String ANNOUNCEMENTS = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE done < ? LIMIT ?)";
  private static final String ACTS = "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? LIMIT ?)";
  private static final int PROVEN_KEPT = 20;
  private static final String PROVEN = """
      DELETE FROM proven WHERE (app, image) IN (SELECT app, image FROM (
        SELECT app, image, row_number() OVER (PARTITION BY app ORDER BY moment DESC) AS nth FROM proven)
        WHERE nth > ?)""";
  private final Engine engine;

  Retention(Engine engine) {
    this.engine = engine;
  }

  /** Forgets what was finished before {@code end}; returns how many deliveries, rollouts, announcements and acts. */
  int forget(Instant end) {
    long before = Times.micros(end);
    var _ = engine.write(session -> session.update(PROVEN, PROVEN_KEPT));
    return all(DELIVERIES, before) + all(ROLLOUTS, before) + all(ANNOUNCEMENTS, before) + all(ACTS, before);
  }

  private int all(String delete, long before) {
    int gone = 0;
    int some;
    do {
      some = engine.write(session -> some(session, delete, before));
      gone += some;
    } while (some == AT_ONCE);
    return gone;
  }

  private static int some(Session session, String delete, long before) throws SQLException {
    return session.update(delete, before, AT_ONCE);
  }
}
