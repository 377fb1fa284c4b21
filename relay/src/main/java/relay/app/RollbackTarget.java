package relay.app;

import java.util.Optional;
import relay.image.PinnedImage;

/** What an app returns to if the new image fails. A tag of the relay's own repository is never one: it can move. */
public sealed interface RollbackTarget {
  /** A digest of the app's own repository. */
  record Pinned(PinnedImage image) implements RollbackTarget {}

  /** The foreign image (a placeholder) found at first sight, put back to the letter. */
  record Foreign(ConfiguredImage image) implements RollbackTarget {}

  /** What the app is configured to run once it is restored. */
  default ConfiguredImage configured() {
    return switch (this) {
      case Pinned(var image) -> ConfiguredImage.of(image);
      case Foreign(var image) -> image;
    };
  }

  /** Empty for a foreign image. */
  default Optional<PinnedImage> pinned() {
    return this instanceof Pinned(var image) ? Optional.of(image) : Optional.empty();
  }
}
