package relay.rollout;

import relay.image.PinnedImage;

/** What the app returns to if the new image fails. A tag of the relay's repository is never one: it can move. */
public sealed interface WayBack {
  /** A digest of the app's own repository. */
  record Pinned(PinnedImage image) implements WayBack {}
  /** The foreign image (a placeholder) found at first sight, put back to the letter. */
  record Foreign(Live image) implements WayBack {}
  /** None, which a person accepted or whose rollback is the last one known: a failure ends {@code Stuck} at once. */
  record Nowhere() implements WayBack {}

  default String inWords() {
    return switch (this) {
      case Pinned(var image) -> image.digest().brief();
      case Foreign(var image) -> image.toString();
      case Nowhere() -> "nothing";
    };
  }
}
