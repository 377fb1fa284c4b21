package relay.rollout;

import java.util.List;
import java.util.Optional;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;

/** What a rollout was asked to bring. */
public sealed interface DesiredImage {
  /** One image, by its tag or its digest. */
  sealed interface ByTagOrDigest extends DesiredImage {}

  /** The tag to pin; {@code claimed} is what a push said it names, a hint only, empty when nobody said. */
  record ByTag(ImageReference image, Optional<Digest> claimed) implements ByTagOrDigest {}

  /** A digest that a person or a retry named; {@code tag}: what it was pinned from, empty when unknown. */
  record ByDigest(PinnedImage image, Optional<String> tag) implements ByTagOrDigest {}

  /**
   * Of these the first that the registry still holds and the app does not run, {@code best} before the {@code others}. Where
   * someone else changed the app meanwhile, what it ran before that comes first.
   */
  record FirstAvailable(ByDigest best, List<ByDigest> others) implements DesiredImage {
    public FirstAvailable {
      others = List.copyOf(others);
    }
  }

  /** Whatever image of its repository the app is found to run: somebody else put it there, and it is to be kept. */
  record Adopted() implements DesiredImage {}

  /** The digest as far as it is known before the registry was asked; empty for a bare tag. */
  default Optional<Digest> digest() {
    return switch (this) {
      case ByTag(_, var claimed) -> claimed;
      case ByDigest(var image, _) -> Optional.of(image.digest());
      case FirstAvailable(var best, _) -> best.digest();
      case Adopted() -> Optional.empty();
    };
  }

  /** The tag, for the order of versions and for people; empty when there is none. */
  default Optional<String> tagName() {
    return switch (this) {
      case ByTag(var image, _) -> Optional.of(image.tag());
      case ByDigest(_, var tag) -> tag;
      case FirstAvailable(var best, _) -> best.tagName();
      case Adopted() -> Optional.empty();
    };
  }
}
