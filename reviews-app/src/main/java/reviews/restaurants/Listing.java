package reviews.restaurants;

import java.util.Optional;
import reviews.photos.PhotoId;

/**
 * A restaurant as lists show it.
 *
 * @param cover the newest photo among its reviews; empty when none has one
 */
public record Listing(Restaurant restaurant, Score score, Optional<PhotoId> cover) {}
