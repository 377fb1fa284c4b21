package reviews.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.ext.mongo.UpdateOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reviews.photos.PhotoId;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Sample;
import reviews.restaurants.Submission;
import reviews.visits.Tally;
import reviews.visits.Visit;

/** What is written: each write is one document, and may be repeated. */
final class Writes {
  private static final int ID_IS_TAKEN = 11_000;

  private final MongoClient client;
  private final String collection;
  private final AtomicLong lastAdded = new AtomicLong();

  Writes(MongoClient client, String collection) {
    this.client = client;
    this.collection = collection;
  }

  /** What the pages sort and filter by; Cosmos DB refuses to sort without. Safe to repeat. */
  Future<Void> makeIndexes() {
    return index(new JsonObject().put("average", -1).put("reviews", -1).put("added", 1))
        .compose(_ -> index(new JsonObject().put("at", -1).put("added", -1)))
        .compose(_ -> index(new JsonObject().put("restaurant", 1).put("stars", 1)))
        .compose(_ -> index(new JsonObject().put("kind", 1).put("cuisine", 1)))
        .compose(_ -> index(new JsonObject().put("photo", 1)));
  }

  private Future<Void> index(JsonObject fields) {
    return client.createIndex(collection, fields);
  }

  Future<String> restaurant(RestaurantDraft draft, Submission submission) {
    String id = Documents.id(Documents.RESTAURANT, submission);
    return insert(Documents.of(draft, id, nextAdded())).map(id);
  }

  /** Empty when there is no such restaurant. */
  Future<Optional<String>> review(String restaurant, ReviewDraft draft, Submission submission) {
    String id = Documents.id(Documents.REVIEW, submission);
    return client.count(collection, new JsonObject().put("_id", restaurant).put("kind", Documents.RESTAURANT))
        .compose(known -> known == 0
            ? Future.succeededFuture(Optional.empty())
            : insert(Documents.of(draft, id, restaurant, nextAdded())).compose(_ -> sumUp(restaurant))
                .map(Optional.of(id)));
  }

  /**
   * Writes a restaurant's sums and cover anew, from all its reviews. Reviews only become more, so of several that do this at once
   * the one that saw most wins, and a crash before it is mended by the next review.
   */
  private Future<Void> sumUp(String restaurant) {
    var pipeline = new JsonArray()
        .add(new JsonObject().put("$match", new JsonObject().put("restaurant", restaurant)))
        .add(new JsonObject().put("$group",
            new JsonObject().put("_id", "$stars").put("reviews", new JsonObject().put("$sum", 1))));
    return client.aggregate(collection, pipeline).collect(Collectors.toList()).compose(groups -> {
      var perStar = new Long[ReviewDraft.MOST_STARS];
      Arrays.fill(perStar, 0L);
      long reviews = 0;
      long stars = 0;
      for (JsonObject group : groups) {
        long count = group.getLong("reviews");
        int given = group.getInteger("_id");
        perStar[given - 1] = count;
        reviews += count;
        stars += given * count;
      }
      var fewer = new JsonObject().put("_id", restaurant).put("reviews", new JsonObject().put("$lt", reviews));
      var sums = new JsonObject().put("reviews", reviews).put("average", (double) stars / reviews)
          .put("perStar", new JsonArray(List.of(perStar)));
      // Looked for after the counting, so that it is not older than the newest review counted.
      return newestPhoto(restaurant).compose(photo -> {
        photo.ifPresent(id -> sums.put("cover", id.value()));
        return client.updateCollection(collection, fewer, new JsonObject().put("$set", sums));
      }).mapEmpty();
    });
  }

  private Future<Optional<PhotoId>> newestPhoto(String restaurant) {
    var withPhoto = new JsonObject().put("kind", Documents.REVIEW).put("restaurant", restaurant).put("photo",
        new JsonObject().put("$exists", true));
    var newest = new FindOptions().setSort(new JsonObject().put("at", -1).put("added", -1)).setLimit(1)
        .setFields(new JsonObject().put("photo", 1));
    return client.findWithOptions(collection, withPhoto, newest)
        .map(found -> found.stream().findFirst().flatMap(document -> Documents.photo(document, "photo")));
  }

  Future<Integer> fill(List<Sample> samples) {
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      String key = "sample-" + i;
      done = done.compose(_ -> restaurant(sample.restaurant(), new Submission(key)))
          .compose(id -> reviews(id, sample.reviews(), key));
    }
    return done.map(samples.size());
  }

  private Future<Void> reviews(String restaurant, List<ReviewDraft> drafts, String key) {
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < drafts.size(); i++) {
      String id = Documents.id(Documents.REVIEW, new Submission(key + "-" + i));
      ReviewDraft draft = drafts.get(i);
      done = done.compose(_ -> insert(Documents.of(draft, id, restaurant, nextAdded())));
    }
    return done.compose(_ -> drafts.isEmpty() ? Future.succeededFuture() : sumUp(restaurant));
  }

  Future<Void> count(Visit visit) {
    return Future.all(visit.tallies().stream().map(tally -> retried(() -> count(tally))).toList()).mapEmpty();
  }

  private Future<Void> count(Tally tally) {
    return client.updateCollectionWithOptions(collection,
        new JsonObject().put("_id", "visits-" + tally.kind() + "-" + tally.name()),
        new JsonObject().put("$inc", new JsonObject().put("visits", 1L)).put("$set",
            new JsonObject().put("kind", Documents.VISITS).put("of", tally.kind()).put("name", tally.name())),
        new UpdateOptions(true)).mapEmpty();
  }

  /** Fails where nothing can be written; leaves one small document. */
  Future<Void> check() {
    return retried(() -> client.updateCollectionWithOptions(collection, new JsonObject().put("_id", "check"),
        new JsonObject().put("$set", new JsonObject().put("kind", "check")), new UpdateOptions(true)).mapEmpty());
  }

  /** Of two upserts that find nothing at once, one meets the other's document: then it works the second time. */
  private static Future<Void> retried(Supplier<Future<Void>> upsert) {
    return upsert.get().recover(failure -> isTaken(failure) ? upsert.get() : Future.failedFuture(failure));
  }

  private Future<Void> insert(JsonObject document) {
    return client.insert(collection, document).<Void>mapEmpty()
        .recover(failure -> isTaken(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
  }

  private static boolean isTaken(@Nullable Throwable failure) {
    return (failure instanceof MongoWriteException write
        && ErrorCategory.fromErrorCode(write.getCode()) == ErrorCategory.DUPLICATE_KEY)
        || (failure instanceof MongoCommandException command && command.getErrorCode() == ID_IS_TAKEN);
  }

  /** Microseconds, and always later than the one before, so that what was added first comes first. */
  private long nextAdded() {
    Instant now = Clock.systemUTC().instant();
    long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    return lastAdded.updateAndGet(last -> Math.max(last + 1, micros));
  }
}
