package reviews.photos;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps photos that were checked. Blocks: {@link Photos} calls it from virtual threads. Every method may fail with an
 * {@link IOException} while the place of the photos is out of reach, and works again afterwards. A photo is new until it
 * is confirmed; new ones are served like others, and thrown away when nobody came to confirm them.
 */
public interface PhotoStore {
  /** Keeps a photo as new; nothing is seen of it before it is whole. */
  void keep(PhotoId id, CleanPhoto photo) throws IOException;

  /** A review refers to it now. Safe to repeat; an unknown photo is left unknown. */
  void confirm(PhotoId id) throws IOException;

  /** Empty when there is none. The caller closes what it gets. */
  Optional<StoredPhoto> open(PhotoId id) throws IOException;

  /** Safe to repeat. */
  void delete(PhotoId id) throws IOException;

  /** Some of the photos that are still new and were kept before {@code before}; empty when there are none. */
  List<PhotoId> unconfirmed(Instant before) throws IOException;

  /** Returns when photos can be kept and read now. */
  void check() throws IOException;

  /** Where browsers may fetch the photo by themselves; empty where photos are private and go through the site. */
  Optional<URI> publicAddress(PhotoId id);
}
