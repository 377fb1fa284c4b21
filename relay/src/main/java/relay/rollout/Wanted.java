package relay.rollout;

import java.util.List;
import java.util.Optional;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;

/** What a rollout was asked to bring. */
public sealed interface Wanted {
  /** One image, by its tag or its digest. */
  sealed interface Named extends Wanted {}

  /** The tag to pin; {@code claimed} is what a push said it names, a hint only, empty when nobody said. */
  record Tagged(ImageReference image, Optional<Digest> claimed) implements Named {}
  /** A digest that a person or a retry named; {@code tag}: what it was pinned from, empty when unknown. */
  record Exactly(PinnedImage image, Optional<String> tag) implements Named {}

  /** The best of these that the registry still holds: {@code best}, or else the first of the {@code others}. */
  record FirstHeld(Exactly best, List<Exactly> others) implements Wanted {
    public FirstHeld {
      others = List.copyOf(others);
    }
  }
  /** Whatever image of its repository the app is found to run: somebody else put it there, and it is to be kept. */
  record AsFound() implements Wanted {}

  /** The digest as far as it is known before the registry was asked; empty for a bare tag. */
  default Optional<Digest> digest() {
    return switch (this) {
      case Tagged(_, var claimed) -> claimed;
      case Exactly(var image, _) -> Optional.of(image.digest());
      case FirstHeld(var best, _) -> best.digest();
      case AsFound() -> Optional.empty();
    };
  }
  /** The tag, for the order of versions and for people; empty when there is none. */
  default Optional<String> tagName() {
    return switch (this) {
      case Tagged(var image, _) -> Optional.of(image.tag());
      case Exactly(_, var tag) -> tag;
      case FirstHeld(var best, _) -> best.tagName();
      case AsFound() -> Optional.empty();
    };
  }
  /** For people. */
  default String inWords() {
    return switch (this) {
      case Tagged(var image, _) -> image.toString();
      case Exactly(var image, _) -> image.toString();
      case FirstHeld(var best, _) -> best.inWords();
      case AsFound() -> "what the app runs";
    };
  }
}
