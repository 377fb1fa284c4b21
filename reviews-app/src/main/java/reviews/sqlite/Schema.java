package reviews.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Numbered migrations; {@code PRAGMA user_version} holds the number of the last one that ran. */
final class Schema {
  private static final List<List<String>> MIGRATIONS = List.of(List.of("""
      CREATE TABLE restaurant (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        cuisine TEXT NOT NULL,
        address TEXT NOT NULL,
        description TEXT NOT NULL,
        folded TEXT NOT NULL,
        submission TEXT NOT NULL UNIQUE
      ) STRICT""", """
      CREATE TABLE review (
        id INTEGER PRIMARY KEY,
        restaurant_id INTEGER NOT NULL REFERENCES restaurant (id),
        author TEXT NOT NULL,
        stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
        comment TEXT NOT NULL,
        at_millis INTEGER NOT NULL,
        submission TEXT NOT NULL UNIQUE
      ) STRICT""", "CREATE INDEX review_stars ON review (restaurant_id, stars)",
      "CREATE INDEX review_newest ON review (restaurant_id, at_millis DESC, id DESC)"),
      List.of(
          "ALTER TABLE review ADD COLUMN photo TEXT",
          "CREATE INDEX review_photo ON review (photo) WHERE photo IS NOT NULL",
          """
              CREATE TABLE visit_count (
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                visits INTEGER NOT NULL,
                PRIMARY KEY (kind, name)
              ) STRICT"""),
      List.of("CREATE INDEX review_cover ON review (restaurant_id, at_millis DESC, id DESC) WHERE photo IS NOT NULL"));

  private Schema() {}

  /** Brings the file up to date; under the write lock, so that two processes may start at once. Safe to repeat. */
  static void migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        int have = version(statement);
        if (have > MIGRATIONS.size()) {
          throw new SQLException("the store has schema " + have + ", this program knows only " + MIGRATIONS.size());
        }
        for (List<String> migration : MIGRATIONS.subList(have, MIGRATIONS.size())) {
          for (String sql : migration) {
            statement.execute(sql);
          }
        }
        statement.execute("PRAGMA user_version = " + MIGRATIONS.size());
        statement.execute("COMMIT");
      } catch (SQLException e) {
        statement.execute("ROLLBACK");
        throw e;
      }
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (var rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
