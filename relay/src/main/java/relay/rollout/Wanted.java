package relay.rollout;

import java.util.Optional;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;

/** What a rollout was asked to bring: a tag to be pinned, or a digest. */
public sealed interface Wanted {
  /** The tag to pin; {@code claimed} is what a push said it names, a hint only, empty when nobody said. */
  record Tagged(ImageReference image, Optional<Digest> claimed) implements Wanted {}
  /** A digest that a person or a retry named; {@code tag}: what it was pinned from, empty when unknown. */
  record Exactly(PinnedImage image, Optional<String> tag) implements Wanted {}

  /** The digest as far as it is known before the registry was asked; empty for a bare tag. */
  default Optional<Digest> digest() {
    return switch (this) {
      case Tagged(_, var claimed) -> claimed;
      case Exactly(var image, _) -> Optional.of(image.digest());
    };
  }
  /** The tag, for the order of versions and for people; empty when there is none. */
  default Optional<String> tagName() {
    return switch (this) {
      case Tagged(var image, _) -> Optional.of(image.tag());
      case Exactly(_, var tag) -> tag;
    };
  }
}
