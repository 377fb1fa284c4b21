package reviews.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import reviews.photos.PhotoId;
import reviews.restaurants.Cuisine;
import reviews.restaurants.Details;
import reviews.restaurants.Listing;
import reviews.restaurants.Restaurant;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Score;
import reviews.restaurants.Search;
import reviews.restaurants.Slice;

/** What is read. Values only ever travel as parameters. */
final class Queries {
  private static final String COLUMNS = "r.id, r.name, r.cuisine, r.address, r.description, (SELECT photo FROM review"
      + " WHERE restaurant_id = r.id AND photo IS NOT NULL ORDER BY at_millis DESC, id DESC LIMIT 1) AS cover";

  private Queries() {}

  static Slice<Listing> find(Connection connection, Search search) throws SQLException {
    var where = new StringBuilder(" WHERE 1 = 1");
    var values = new ArrayList<Object>();
    for (String word : search.words()) {
      where.append(" AND instr(r.folded, ?) > 0");
      values.add(word);
    }
    search.cuisine().ifPresent(cuisine -> {
      where.append(" AND r.cuisine = ?");
      values.add(cuisine.key());
    });
    long total = count(connection, "SELECT count(*) FROM restaurant r" + where, values);
    int size = RestaurantStore.RESTAURANTS_PER_PAGE;
    int pages = Slice.pagesFor(total, size);
    int page = Math.clamp(search.page(), 1, pages);
    String sql = "SELECT " + COLUMNS + """
        , s.average, coalesce(s.reviews, 0) AS reviews FROM restaurant r LEFT JOIN
          (SELECT restaurant_id, avg(stars) AS average, count(*) AS reviews FROM review GROUP BY restaurant_id) s
          ON s.restaurant_id = r.id""" + where
        + " ORDER BY s.average DESC NULLS LAST, reviews DESC, r.id LIMIT ? OFFSET ?";
    values.add(size);
    values.add((long) (page - 1) * size);
    var found = new ArrayList<Listing>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(new Listing(restaurant(rows), score(rows), photo(rows, "cover")));
        }
      }
    }
    return new Slice<>(found, page, pages, total);
  }

  static Optional<Details> details(Connection connection, long id) throws SQLException {
    String sql = "SELECT " + COLUMNS + """
        , (SELECT avg(stars) FROM review WHERE restaurant_id = r.id) AS average
        , (SELECT count(*) FROM review WHERE restaurant_id = r.id) AS reviews FROM restaurant r WHERE r.id = ?""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(new Details(restaurant(rows), score(rows), perStar(connection, id), photo(rows, "cover")))
            : Optional.empty();
      }
    }
  }

  static Slice<Review> reviews(Connection connection, long id, int wanted) throws SQLException {
    long total = count(connection, "SELECT count(*) FROM review WHERE restaurant_id = ?", List.of(id));
    int size = RestaurantStore.REVIEWS_PER_PAGE;
    int pages = Slice.pagesFor(total, size);
    int page = Math.clamp(wanted, 1, pages);
    var found = new ArrayList<Review>();
    try (PreparedStatement statement = connection.prepareStatement("""
        SELECT id, author, stars, comment, at_millis, photo FROM review WHERE restaurant_id = ?
        ORDER BY at_millis DESC, id DESC LIMIT ? OFFSET ?""")) {
      bind(statement, List.of(id, size, (long) (page - 1) * size));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(new Review(rows.getString("id"), rows.getString("author"), rows.getInt("stars"),
              rows.getString("comment"), Instant.ofEpochMilli(rows.getLong("at_millis")),
              photo(rows, "photo")));
        }
      }
    }
    return new Slice<>(found, page, pages, total);
  }

  static Set<PhotoId> referred(Connection connection, Set<PhotoId> photos) throws SQLException {
    var used = new HashSet<PhotoId>();
    try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM review WHERE photo = ?")) {
      for (PhotoId photo : photos) {
        statement.setString(1, photo.value());
        try (ResultSet rows = statement.executeQuery()) {
          if (rows.next()) {
            used.add(photo);
          }
        }
      }
    }
    return used;
  }

  private static List<Long> perStar(Connection connection, long id) throws SQLException {
    var counts = new ArrayList<>(Collections.nCopies(ReviewDraft.MOST_STARS, 0L));
    try (PreparedStatement statement = connection
        .prepareStatement("SELECT stars, count(*) AS reviews FROM review WHERE restaurant_id = ? GROUP BY stars")) {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          counts.set(rows.getInt("stars") - 1, rows.getLong("reviews"));
        }
      }
    }
    return counts;
  }

  private static long count(Connection connection, String sql, List<?> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static void bind(PreparedStatement statement, List<?> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  private static Restaurant restaurant(ResultSet rows) throws SQLException {
    // A key that this version does not know was written by a newer one.
    return new Restaurant(new RestaurantId(rows.getString("id")), rows.getString("name"),
        Cuisine.ofKey(rows.getString("cuisine")).orElse(Cuisine.OTHER), rows.getString("address"),
        rows.getString("description"));
  }

  private static Optional<PhotoId> photo(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getString(column)).flatMap(PhotoId::parse);
  }

  private static Score score(ResultSet rows) throws SQLException {
    double average = rows.getDouble("average");
    return new Score(rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(average), rows.getLong("reviews"));
  }
}
