package reviews.mongo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import reviews.photos.PhotoId;
import reviews.restaurants.Cuisine;
import reviews.restaurants.Folded;
import reviews.restaurants.Restaurant;
import reviews.restaurants.RestaurantDraft;
import reviews.restaurants.RestaurantId;
import reviews.restaurants.Review;
import reviews.restaurants.ReviewDraft;
import reviews.restaurants.Score;
import reviews.restaurants.Submission;

/** How values look as documents. */
final class Documents {
  static final String RESTAURANT = "restaurant";
  static final String REVIEW = "review";
  static final String VISITS = "visits";
  private static final int ID_BYTES = 16;

  private Documents() {}

  /** The same submission always gets the same id, so that the collection itself refuses to keep it twice. */
  static String id(String kind, Submission submission) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest((kind + '\n' + submission.key()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static JsonObject of(RestaurantDraft draft, String id, long added) {
    return new JsonObject().put("_id", id).put("kind", RESTAURANT).put("name", draft.name())
        .put("cuisine", draft.cuisine().key()).put("address", draft.address()).put("description", draft.description())
        .put("folded", Folded.of(draft)).put("added", added).put("reviews", 0L)
        .put("perStar", new JsonArray(Collections.nCopies(ReviewDraft.MOST_STARS, 0L)));
  }

  static JsonObject of(ReviewDraft draft, String id, String restaurant, long added) {
    var document = new JsonObject().put("_id", id).put("kind", REVIEW).put("restaurant", restaurant)
        .put("author", draft.author()).put("stars", draft.stars()).put("comment", draft.comment())
        .put("at", draft.at().toEpochMilli()).put("added", added);
    draft.photo().ifPresent(photo -> document.put("photo", photo.value()));
    return document;
  }

  static Restaurant restaurant(JsonObject document) {
    // A key that this version does not know was written by a newer one.
    return new Restaurant(new RestaurantId(document.getString("_id")), document.getString("name"),
        Cuisine.ofKey(document.getString("cuisine")).orElse(Cuisine.OTHER), document.getString("address"),
        document.getString("description"));
  }

  static Score score(JsonObject document) {
    Double average = document.getDouble("average");
    return new Score(average == null ? OptionalDouble.empty() : OptionalDouble.of(average),
        document.getLong("reviews"));
  }

  static List<Long> perStar(JsonObject document) {
    return document.getJsonArray("perStar").stream().map(count -> ((Number) count).longValue()).toList();
  }

  static Optional<PhotoId> photo(JsonObject document, String field) {
    return Optional.ofNullable(document.getString(field)).flatMap(PhotoId::parse);
  }

  static Review review(JsonObject document) {
    return new Review(document.getString("_id"), document.getString("author"), document.getInteger("stars"),
        document.getString("comment"), Instant.ofEpochMilli(document.getLong("at")),
        photo(document, "photo"));
  }
}
