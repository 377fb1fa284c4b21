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
 * @param memory outlives the pages
 */
public record Parts(RestaurantStore store, Visits visits, Photos photos, List<Telemetry> telemetry,
    SiteMemory memory) {
  public Parts {
    telemetry = List.copyOf(telemetry);
  }

  /** With a memory of its own. */
  public Parts(RestaurantStore store, Visits visits, Photos photos, List<Telemetry> telemetry) {
    this(store, visits, photos, telemetry, new SiteMemory());
  }
}
