package reviews.restaurants;

import java.time.Instant;
import java.util.Optional;
import reviews.photos.PhotoId;

/**
 * A review as it is kept.
 *
 * @param id opaque, unique within the store
 * @param stars 1 to 5
 * @param photo empty when there is none
 */
public record Review(String id, String author, int stars, String comment, Instant at, Optional<PhotoId> photo) {}
