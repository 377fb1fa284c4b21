package reviews.restaurants;

import java.util.List;

/**
 * A restaurant as its own page shows it.
 *
 * @param perStar how many reviews gave 1, 2, 3, 4 and 5 stars, in this order
 */
public record Details(Restaurant restaurant, Score score, List<Long> perStar) {
  public Details {
    perStar = List.copyOf(perStar);
  }
}
