package relay.app;

import relay.image.PinnedImage;

/** What the app returns to if the new image fails. A tag of the relay's repository is never one: it can move. */
public sealed interface RollbackTarget {
  /** A digest of the app's own repository. */
  record Pinned(PinnedImage image) implements RollbackTarget {}

  /** The foreign image (a placeholder) found at first sight, put back to the letter. */
  record Foreign(ConfiguredImage image) implements RollbackTarget {}

  /** None, which a person accepted or whose rollback is the last one known: a failure ends {@code Stuck} at once. */
  record Nowhere() implements RollbackTarget {}

  default String inWords() {
    return switch (this) {
      case Pinned(var image) -> image.digest().brief();
      case Foreign(var image) -> image.toString();
      case Nowhere() -> "nothing";
    };
  }
}
