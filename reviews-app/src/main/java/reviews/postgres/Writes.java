package reviews.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import reviews.photos.PhotoId;
import reviews.restaurants.Folded;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Sample;
import reviews.restaurants.Submission;
import reviews.visits.Country;
import reviews.visits.Visit;

/** What is written. */
final class Writes {
  private Writes() {}

  static Future<Long> restaurant(SqlClient client, RestaurantDraft draft, Submission submission) {
    return client.preparedQuery("""
        INSERT INTO restaurant (name, cuisine, address, description, folded, submission)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (submission) DO NOTHING RETURNING id""")
        .execute(Tuple.of(draft.name(), draft.cuisine().key(), draft.address(), draft.description(), Folded.of(draft),
            submission.key()))
        .compose(rows -> firstId(rows).map(Future::succeededFuture)
            .orElseGet(() -> kept(client, "SELECT id FROM restaurant WHERE submission = $1", submission)
                .map(known -> known.orElseThrow())));
  }

  /** Empty when there is no such restaurant. */
  static Future<Optional<Long>> review(SqlClient client, long restaurant, ReviewDraft draft, Submission submission) {
    return client.preparedQuery("""
        INSERT INTO review (restaurant_id, author, stars, comment, at, submission, photo)
        SELECT id, $2, $3, $4, $5, $6, $7 FROM restaurant WHERE id = $1
        ON CONFLICT (submission) DO NOTHING RETURNING id""")
        .execute(Tuple.tuple().addLong(restaurant).addString(draft.author()).addInteger(draft.stars())
            .addString(draft.comment()).addOffsetDateTime(draft.at().atOffset(ZoneOffset.UTC))
            .addString(submission.key()).addString(draft.photo().map(PhotoId::value).orElse(null)))
        .compose(rows -> {
          Optional<Long> added = firstId(rows);
          return added.isPresent()
              ? Future.succeededFuture(added)
              : kept(client, "SELECT id FROM review WHERE submission = $1", submission);
        });
  }

  /** Within a transaction; under a lock on the table, so that of two processes that start at once one fills it. */
  static Future<Integer> fillIfEmpty(SqlClient client, List<Sample> samples) {
    return client.query("LOCK TABLE restaurant IN SHARE ROW EXCLUSIVE MODE").execute()
        .compose(_ -> client.query("SELECT 1 FROM restaurant LIMIT 1").execute())
        .compose(any -> any.size() > 0 ? Future.succeededFuture(0) : fill(client, samples));
  }

  private static Future<Integer> fill(SqlClient client, List<Sample> samples) {
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      String key = "sample-" + i;
      done = done.compose(_ -> restaurant(client, sample.restaurant(), new Submission(key)))
          .compose(id -> reviews(client, id, sample.reviews(), key));
    }
    return done.map(samples.size());
  }

  private static Future<Void> reviews(SqlClient client, long restaurant, List<ReviewDraft> drafts, String key) {
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < drafts.size(); i++) {
      ReviewDraft draft = drafts.get(i);
      var submission = new Submission(key + "-" + i);
      done = done.compose(_ -> review(client, restaurant, draft, submission)).mapEmpty();
    }
    return done;
  }

  static Future<Void> count(SqlClient client, Visit visit) {
    return client.preparedQuery("SELECT count_visit($1, $2, $3)").execute(Tuple.of(visit.browser().key(),
        visit.system().key(), visit.country().map(Country::code).orElse(null))).mapEmpty();
  }

  private static Future<Optional<Long>> kept(SqlClient client, String sql, Submission submission) {
    return client.preparedQuery(sql).execute(Tuple.of(submission.key())).map(Writes::firstId);
  }

  private static Optional<Long> firstId(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getLong("id"));
  }
}
