package reviews.web;

import java.util.List;
import reviews.health.HealthWatch;
import reviews.photos.Photos;
import reviews.restaurants.RestaurantStore;
import reviews.telemetry.Telemetry;
import reviews.upload.UploadFolder;
import reviews.visits.Visits;
import reviews.web.session.SiteMemory;

/**
 * What the pages are made from.
 *
 * @param telemetry hears of each answered request; empty when nobody listens
 * @param memory outlives the pages
 */
public record Parts(RestaurantStore store, Visits visits, Photos photos, List<Telemetry> telemetry,
    HealthWatch health, UploadFolder uploads, SiteMemory memory) {
  public Parts {
    telemetry = List.copyOf(telemetry);
  }

  /** With a memory of its own. */
  public Parts(RestaurantStore store, Visits visits, Photos photos, List<Telemetry> telemetry, HealthWatch health,
      UploadFolder uploads) {
    this(store, visits, photos, telemetry, health, uploads, new SiteMemory());
  }
}
