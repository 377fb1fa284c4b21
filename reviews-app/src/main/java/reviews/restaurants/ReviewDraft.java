package reviews.restaurants;

import java.time.Instant;

/** A review that somebody wants to add; already checked. */
public record ReviewDraft(String author, int stars, String comment, Instant at) {
  public static final int MOST_STARS = 5;

  public ReviewDraft {
    if (stars < 1 || stars > MOST_STARS) {
      throw new IllegalArgumentException("stars must be 1 to 5, not " + stars);
    }
  }
}
