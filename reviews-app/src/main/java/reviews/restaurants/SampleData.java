package reviews.restaurants;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Invented restaurants and guests, so that a demo does not open on an empty page. */
public final class SampleData {
  private static final String FILE = "/site/sample-data.json";

  private SampleData() {}

  /** The samples, with reviews dated back from {@code now}. */
  public static List<Sample> at(Instant now) {
    return read().stream().map(item -> sample((JsonObject) item, now)).toList();
  }

  private static Sample sample(JsonObject json, Instant now) {
    var restaurant = new RestaurantDraft(json.getString("name"),
        Cuisine.ofKey(json.getString("cuisine")).orElseThrow(), json.getString("address"),
        json.getString("description"));
    return new Sample(restaurant, json.getJsonArray("reviews").stream().map(item -> {
      var review = (JsonObject) item;
      return new ReviewDraft(review.getString("author"), review.getInteger("stars"), review.getString("comment"),
          now.minus(Duration.ofHours(review.getLong("hoursAgo"))));
    }).toList());
  }

  private static JsonArray read() {
    try (InputStream in = SampleData.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FILE);
      }
      return Buffer.buffer(in.readAllBytes()).toJsonArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
