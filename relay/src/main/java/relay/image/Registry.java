package relay.image;

import java.util.Optional;

/** The registry, which alone decides what an image is. Every call may wait: never on an event loop. Safe to repeat. */
public interface Registry {
  /**
   * What the tag names now; empty when the registry holds no such tag or repository at this moment.
   *
   * @throws RegistryTrouble when the registry gave no usable answer within the call's own bounded tries
   */
  Optional<Digest> digestOf(ImageReference image) throws RegistryTrouble, InterruptedException;
  /**
   * Whether the registry holds this manifest now.
   *
   * @throws RegistryTrouble as {@link #digestOf}
   */
  boolean holds(PinnedImage image) throws RegistryTrouble, InterruptedException;
  /**
   * The manifest and, for {@code platform}, its configuration; empty when the registry does not hold it.
   *
   * @throws RegistryTrouble as {@link #digestOf}, and when bytes do not match their digest
   */
  Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryTrouble, InterruptedException;
  /**
   * The repository's tags, read page after page within the relay's bounds; empty and whole when there is no such
   * repository.
   *
   * @throws RegistryTrouble as {@link #digestOf}
   */
  TagList tags(Repository repository) throws RegistryTrouble, InterruptedException;
}
