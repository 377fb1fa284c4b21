package relay.image;

import java.util.Optional;

/** The registry, which alone decides what an image is. Every call may block: never on an event loop. Safe to repeat. */
public interface Registry {
  /**
   * What the tag names now; empty when the registry holds no such tag or repository at this moment.
   *
   * @throws RegistryException when the registry gave no usable answer within the call's own bounded tries
   */
  Optional<Digest> digestOf(ImageReference image) throws RegistryException, InterruptedException;

  /**
   * Whether the registry holds this image now, so that {@code platform} can pull it: the manifest named and, where that
   * is an index, also the manifest that it names for the platform. An index that names none for it counts as held:
   * nothing of it is missing, and {@link #describe} shows that it does not run there.
   *
   * @throws RegistryException as {@link #digestOf}
   */
  boolean holds(PinnedImage image, Platform platform) throws RegistryException, InterruptedException;

  /**
   * The manifest and, for {@code platform}, its configuration; empty when the registry does not hold it.
   *
   * @throws RegistryException as {@link #digestOf}, and when bytes do not match their digest
   */
  Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryException, InterruptedException;

  /**
   * The repository's tags, read page after page within the relay's bounds; empty and whole when there is no such
   * repository.
   *
   * @throws RegistryException as {@link #digestOf}
   */
  TagList tags(Repository repository) throws RegistryException, InterruptedException;
}
