package reviews.web;

import java.util.List;
import reviews.photos.Photos;
import reviews.restaurants.RestaurantStore;
import reviews.telemetry.Telemetry;
import reviews.visits.Visits;

/**
 * What the pages are made from.
 *
 * @param telemetry hears of each answered request; empty when nobody listens
 */
public record Parts(RestaurantStore store, Visits visits, Photos photos, List<Telemetry> telemetry) {
  public Parts {
    telemetry = List.copyOf(telemetry);
  }
}
