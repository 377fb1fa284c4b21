package reviews.web;

import java.net.URI;
import java.util.Optional;
import reviews.photos.PhotoId;
import reviews.photos.Photos;
import reviews.restaurants.Restaurant;

/** Which picture stands for a restaurant: the newest photo of a guest, and until there is one, a drawing of its cuisine. */
final class Covers {
  /** @param photo whether a guest took it */
  record Cover(String address, boolean photo) {}

  private final Photos photos;
  private final Assets assets;

  Covers(Photos photos, Assets assets) {
    this.photos = photos;
    this.assets = assets;
  }

  Cover of(Restaurant restaurant, Optional<PhotoId> newest) {
    return newest.map(id -> new Cover(address(id), true))
        .orElseGet(() -> new Cover(assets.address(CuisinePicture.of(restaurant).file()), false));
  }

  /** Where a page finds a guest's photo. */
  String address(PhotoId id) {
    return photos.publicAddress(id).map(URI::toString).orElse("/photos/" + id);
  }
}
