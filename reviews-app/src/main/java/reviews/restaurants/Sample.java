package reviews.restaurants;

import java.util.List;

/** A restaurant of the demo, with its reviews. */
public record Sample(RestaurantDraft restaurant, List<ReviewDraft> reviews) {
  public Sample {
    reviews = List.copyOf(reviews);
  }
}
