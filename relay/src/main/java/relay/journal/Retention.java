package relay.journal;

import java.sql.SQLException;
import java.time.Instant;

/**
 * Forgets finished history. Kept whatever its age: what is not finished or not decided on, the last rollout that
 * touched an app (it may be stuck), and the newest images that were healthy there, since those are the ways back.
 */
final class Retention {
  /** Rows of one transaction, so that deliveries wait for no more than that. */
  private static final int AT_ONCE = 200;
  private static final int WAYS_BACK = 20;
  private static final String DELIVERIES = """
      DELETE FROM delivery WHERE id IN (
        SELECT d.id FROM delivery d WHERE d.received < ?
          AND NOT EXISTS (SELECT 1 FROM push p WHERE p.delivery = d.id AND p.decided IS NULL) LIMIT ?)""";
  private static final String ROLLOUTS = """
      WITH healthy AS (
        SELECT id, app, max(touched) AS touched FROM rollout WHERE proven IS NOT NULL GROUP BY app, proven),
      ranked AS (SELECT id, row_number() OVER (PARTITION BY app ORDER BY touched DESC) AS nth FROM healthy),
      last AS (SELECT id, max(touched) FROM rollout WHERE touched IS NOT NULL GROUP BY app)
      DELETE FROM rollout WHERE id IN (
        SELECT r.id FROM rollout r WHERE r.settled = 1 AND r.changed < ?
          AND r.id NOT IN (SELECT id FROM ranked WHERE nth <= %d)
          AND r.id NOT IN (SELECT id FROM last) LIMIT ?)""".formatted(WAYS_BACK);
  private static final String ANNOUNCEMENTS = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE done < ? LIMIT ?)";
  private static final String ACTS = "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? LIMIT ?)";
  private final Writer writer;

  Retention(Writer writer) {
    this.writer = writer;
  }

  /** Forgets what was finished before {@code end}; returns how many deliveries, rollouts, announcements and acts. */
  int forget(Instant end) {
    long before = Times.micros(end);
    return all(DELIVERIES, before) + all(ROLLOUTS, before) + all(ANNOUNCEMENTS, before) + all(ACTS, before);
  }

  private int all(String delete, long before) {
    int gone = 0;
    int some;
    do {
      some = writer.call(session -> some(session, delete, before));
      gone += some;
    } while (some == AT_ONCE);
    return gone;
  }

  private static int some(Session session, String delete, long before) throws SQLException {
    return session.update(delete, before, AT_ONCE);
  }
}
