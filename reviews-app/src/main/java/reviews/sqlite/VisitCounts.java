package reviews.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import reviews.visits.Tally;
import reviews.visits.Visit;
import reviews.visits.VisitTotals;

/** One number for each tally. */
final class VisitCounts {
  private VisitCounts() {}

  static void add(Connection connection, Visit visit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        INSERT INTO visit_count (kind, name, visits) VALUES (?, ?, 1)
        ON CONFLICT (kind, name) DO UPDATE SET visits = visits + 1""")) {
      for (Tally tally : visit.tallies()) {
        statement.setString(1, tally.kind());
        statement.setString(2, tally.name());
        statement.executeUpdate();
      }
    }
  }

  static VisitTotals totals(Connection connection) throws SQLException {
    var lines = new ArrayList<VisitTotals.Line>();
    try (PreparedStatement statement = connection.prepareStatement("SELECT kind, name, visits FROM visit_count");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        lines.add(new VisitTotals.Line(new Tally(rows.getString("kind"), rows.getString("name")),
            rows.getLong("visits")));
      }
    }
    return VisitTotals.of(lines);
  }
}
