package reviews.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import reviews.photos.PhotoId;
import reviews.restaurants.Folded;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Sample;
import reviews.restaurants.Submission;

/** What is written, each time in one transaction. */
final class Writes {
  private Writes() {}

  /** Takes the write lock first, so that a busy store is found before anything was done. */
  static <T> T inTransaction(Connection connection, Connections.Work<T> work) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
    try {
      T result = work.on(connection);
      execute(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      try {
        execute(connection, "ROLLBACK");
      } catch (SQLException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  static long restaurant(Connection connection, RestaurantDraft draft, Submission submission) throws SQLException {
    OptionalLong known = kept(connection, "SELECT id FROM restaurant WHERE submission = ?", submission);
    if (known.isPresent()) {
      return known.getAsLong();
    }
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO restaurant (name, cuisine, address, description, folded, submission)
        VALUES (?, ?, ?, ?, ?, ?) RETURNING id""")) {
      insert.setString(1, draft.name());
      insert.setString(2, draft.cuisine().key());
      insert.setString(3, draft.address());
      insert.setString(4, draft.description());
      insert.setString(5, Folded.of(draft));
      insert.setString(6, submission.key());
      return id(insert).orElseThrow();
    }
  }

  static Optional<Long> review(Connection connection, long restaurant, ReviewDraft draft, Submission submission)
      throws SQLException {
    OptionalLong known = kept(connection, "SELECT id FROM review WHERE submission = ?", submission);
    if (known.isPresent()) {
      return Optional.of(known.getAsLong());
    }
    try (PreparedStatement insert = connection.prepareStatement("""
        INSERT INTO review (restaurant_id, author, stars, comment, at_millis, submission, photo)
        SELECT id, ?, ?, ?, ?, ?, ? FROM restaurant WHERE id = ? RETURNING id""")) {
      insert.setString(1, draft.author());
      insert.setInt(2, draft.stars());
      insert.setString(3, draft.comment());
      insert.setLong(4, draft.at().toEpochMilli());
      insert.setString(5, submission.key());
      insert.setString(6, draft.photo().map(PhotoId::value).orElse(null));
      insert.setLong(7, restaurant);
      OptionalLong id = id(insert);
      return id.isPresent() ? Optional.of(id.getAsLong()) : Optional.empty();
    }
  }

  static int fillIfEmpty(Connection connection, List<Sample> samples) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet any = statement.executeQuery("SELECT 1 FROM restaurant LIMIT 1")) {
      if (any.next()) {
        return 0;
      }
    }
    int number = 0;
    for (Sample sample : samples) {
      String key = "sample-" + number++;
      long id = restaurant(connection, sample.restaurant(), new Submission(key));
      int review = 0;
      for (ReviewDraft draft : sample.reviews()) {
        review(connection, id, draft, new Submission(key + "-" + review++));
      }
    }
    return samples.size();
  }

  /** Reads a row and takes the write lock, and leaves everything as it was. */
  static void check(Connection connection) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
    try {
      execute(connection, "SELECT 1 FROM restaurant LIMIT 1");
    } finally {
      execute(connection, "ROLLBACK");
    }
  }

  private static OptionalLong kept(Connection connection, String sql, Submission submission) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, submission.key());
      return id(query);
    }
  }

  private static OptionalLong id(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
