package relay.journal;

import java.sql.SQLException;
import relay.image.PinnedImage;
import relay.journal.engine.Session;

/**
 * Which images wait for a scanner at their registry, within a transaction of the caller. Judged by state, whichever came
 * first: one that was ever pushed is not quarantined, since a registry without quarantine sends both events.
 */
final class Quarantine {
  private Quarantine() {}

  /** Safe to repeat. */
  static void hold(Session session, PinnedImage image, long since) throws SQLException {
    session.update("INSERT INTO quarantine (host, repository, digest, since) SELECT ?, ?, ?, ? WHERE NOT EXISTS "
        + "(SELECT 1 FROM push WHERE digest = ? AND host = ? AND repository = ?) ON CONFLICT DO NOTHING",
        image.registry(), image.repository(), image.digest().value(), since, image.digest().value(), image.registry(),
        image.repository());
  }

  static void release(Session session, PinnedImage image) throws SQLException {
    session.update("DELETE FROM quarantine WHERE host = ? AND repository = ? AND digest = ?", image.registry(),
        image.repository(), image.digest().value());
  }

  static boolean holds(Session session, PinnedImage image) throws SQLException {
    return session.one("SELECT since FROM quarantine WHERE host = ? AND repository = ? AND digest = ?",
        row -> row.getLong(1), image.registry(), image.repository(), image.digest().value()).isPresent();
  }
}
