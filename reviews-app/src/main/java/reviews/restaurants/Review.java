package reviews.restaurants;

import java.time.Instant;

/**
 * A review as it is kept.
 *
 * @param id opaque, unique within the store
 * @param stars 1 to 5
 */
public record Review(String id, String author, int stars, String comment, Instant at) {}
