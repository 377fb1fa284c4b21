package reviews.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import reviews.photos.PhotoId;
import reviews.restaurants.Cuisine;
import reviews.restaurants.Details;
import reviews.restaurants.Listing;
import reviews.restaurants.Restaurant;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.RestaurantStore;
import reviews.restaurants.Review;
import reviews.restaurants.Score;
import reviews.restaurants.Search;
import reviews.restaurants.Slice;
import reviews.visits.Tally;
import reviews.visits.VisitTotals;

/** What is read. Values only ever travel as parameters. */
final class Queries {
  private static final String COLUMNS = "id, name, cuisine, address, description, average, reviews, per_star,"
      + " (SELECT photo FROM review WHERE restaurant_id = restaurant.id AND photo IS NOT NULL"
      + " ORDER BY at DESC, review.id DESC LIMIT 1) AS cover";

  private Queries() {}

  static Future<Slice<Listing>> find(SqlClient client, Search search) {
    var where = new StringBuilder(" WHERE true");
    Tuple values = Tuple.tuple();
    for (String word : search.words()) {
      values.addString(word);
      where.append(" AND strpos(folded, $").append(values.size()).append(") > 0");
    }
    search.cuisine().ifPresent(cuisine -> {
      values.addString(cuisine.key());
      where.append(" AND cuisine = $").append(values.size());
    });
    int size = RestaurantStore.RESTAURANTS_PER_PAGE;
    return client.preparedQuery("SELECT count(*) FROM restaurant" + where).execute(values).compose(counted -> {
      long total = counted.iterator().next().getLong(0);
      int pages = Slice.pagesFor(total, size);
      int page = Math.clamp(search.page(), 1, pages);
      int given = values.size();
      String sql = "SELECT " + COLUMNS + " FROM restaurant" + where
          + " ORDER BY average DESC NULLS LAST, reviews DESC, id LIMIT $" + (given + 1) + " OFFSET $" + (given + 2);
      return client.preparedQuery(sql).execute(values.addInteger(size).addLong((long) (page - 1) * size))
          .map(rows -> new Slice<>(list(rows, row -> new Listing(restaurant(row), score(row), photo(row, "cover"))),
              page, pages, total));
    });
  }

  static Future<Optional<Details>> details(SqlClient client, long id) {
    return client.preparedQuery("SELECT " + COLUMNS + " FROM restaurant WHERE id = $1").execute(Tuple.of(id))
        .map(rows -> list(rows, row -> new Details(restaurant(row), score(row),
            Arrays.asList(row.getArrayOfLongs("per_star")), photo(row, "cover"))).stream().findFirst());
  }

  static Future<Slice<Review>> reviews(SqlClient client, long id, int wanted) {
    int size = RestaurantStore.REVIEWS_PER_PAGE;
    return client.preparedQuery("SELECT reviews FROM restaurant WHERE id = $1").execute(Tuple.of(id)).compose(found -> {
      long total = list(found, row -> row.getLong(0)).stream().findFirst().orElse(0L);
      int pages = Slice.pagesFor(total, size);
      int page = Math.clamp(wanted, 1, pages);
      return client.preparedQuery("""
          SELECT id, author, stars, comment, at, photo FROM review WHERE restaurant_id = $1
          ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3""").execute(Tuple.of(id, size, (long) (page - 1) * size))
          .map(rows -> new Slice<>(list(rows, Queries::review), page, pages, total));
    });
  }

  static Future<Set<PhotoId>> referred(SqlClient client, Set<PhotoId> photos) {
    String[] ids = photos.stream().map(PhotoId::value).toArray(String[]::new);
    return client.preparedQuery("SELECT DISTINCT photo FROM review WHERE photo = ANY($1)")
        .execute(Tuple.tuple().addArrayOfString(ids))
        .map(rows -> list(rows, row -> new PhotoId(row.getString(0))).stream().collect(Collectors.toSet()));
  }

  static Future<VisitTotals> totals(SqlClient client) {
    return client.preparedQuery("SELECT kind, name, visits FROM visit_totals()").execute()
        .map(rows -> VisitTotals.of(list(rows, row -> new VisitTotals.Line(
            new Tally(row.getString("kind"), row.getString("name")), row.getLong("visits")))));
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
    return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
  }

  private static Restaurant restaurant(Row row) {
    // A key that this version does not know was written by a newer one.
    return new Restaurant(new RestaurantId(row.getLong("id").toString()), row.getString("name"),
        Cuisine.ofKey(row.getString("cuisine")).orElse(Cuisine.OTHER), row.getString("address"),
        row.getString("description"));
  }

  private static Optional<PhotoId> photo(Row row, String column) {
    return Optional.ofNullable(row.getString(column)).flatMap(PhotoId::parse);
  }

  private static Score score(Row row) {
    return new Score(Optional.ofNullable(row.getDouble("average")).map(OptionalDouble::of)
        .orElse(OptionalDouble.empty()), row.getLong("reviews"));
  }

  private static Review review(Row row) {
    OffsetDateTime at = row.getOffsetDateTime("at");
    return new Review(row.getLong("id").toString(), row.getString("author"), row.getInteger("stars"),
        row.getString("comment"), at.toInstant(), photo(row, "photo"));
  }
}
