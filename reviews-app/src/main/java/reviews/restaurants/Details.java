package reviews.restaurants;

import java.util.List;
import java.util.Optional;
import reviews.photos.PhotoId;

/**
 * A restaurant as its own page shows it.
 *
 * @param perStar how many reviews gave 1, 2, 3, 4 and 5 stars, in this order
 * @param cover the newest photo among its reviews; empty when none has one
 */
public record Details(Restaurant restaurant, Score score, List<Long> perStar, Optional<PhotoId> cover) {
  public Details {
    perStar = List.copyOf(perStar);
  }
}
