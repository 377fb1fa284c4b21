package relay.journal;

import java.sql.SQLException;
import relay.app.AppName;
import relay.journal.engine.Session;

/** Rows of apps, found by the name that the configuration gives them now, within a transaction of the caller. */
final class AppRows {
  private AppRows() {}

  /** The row of the app; made, without a site, where {@link SqlAppDirectory} does not know the name yet. */
  static long id(Session session, AppName app) throws SQLException {
    session.update("INSERT INTO app (name) VALUES (?) ON CONFLICT DO NOTHING", app.value());
    return session.one("SELECT id FROM app WHERE name = ?", row -> row.getLong(1), app.value()).orElseThrow();
  }
}
