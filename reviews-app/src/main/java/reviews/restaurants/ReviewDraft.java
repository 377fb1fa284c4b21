package reviews.restaurants;

import java.time.Instant;
import java.util.Optional;
import reviews.photos.PhotoId;

/**
 * A review that somebody wants to add; already checked.
 *
 * @param photo of a photo that is kept already; empty when there is none
 */
public record ReviewDraft(String author, int stars, String comment, Instant at, Optional<PhotoId> photo) {
  public static final int MOST_STARS = 5;

  public ReviewDraft {
    if (stars < 1 || stars > MOST_STARS) {
      throw new IllegalArgumentException("stars must be 1 to 5, not " + stars);
    }
  }

  /** Without a photo. */
  public ReviewDraft(String author, int stars, String comment, Instant at) {
    this(author, stars, comment, at, Optional.empty());
  }

  /** The same review with this photo. */
  public ReviewDraft with(PhotoId added) {
    return new ReviewDraft(author, stars, comment, at, Optional.of(added));
  }
}
