package relay.app;

import java.util.Locale;
import java.util.Optional;
import relay.image.ImageName;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Repository;

/**
 * The image an app is configured to run, exactly as its {@code linuxFxVersion} says
 * ({@code DOCKER|host/repository@sha256:...}). It is read in all the forms that App Service accepts, with the prefix in
 * any case; no text makes any of the methods fail.
 */
public record ConfiguredImage(String verbatim) {
  private static final String DOCKER = "DOCKER|";

  public static ConfiguredImage of(PinnedImage image) {
    return new ConfiguredImage(DOCKER + image);
  }

  /** Whether this is the classic single-container model; the relay touches no other. */
  public boolean isContainer() {
    return verbatim.regionMatches(true, 0, DOCKER, 0, DOCKER.length()) && verbatim.length() > DOCKER.length();
  }

  /** The image if it is pinned by digest, with or without a tag beside it. */
  public Optional<PinnedImage> pinned() {
    return name().flatMap(name -> name instanceof ImageName.Pinned(var image) ? Optional.of(image) : Optional.empty());
  }

  /** The image if it is named by a tag; {@code latest} where none is written. */
  public Optional<ImageReference> tagged() {
    return name()
        .flatMap(name -> name instanceof ImageName.Tagged(var image, _) ? Optional.of(image) : Optional.empty());
  }

  /** Whether it is an image of this repository, pinned or not. */
  public boolean isOf(Repository repository) {
    return name().map(ImageName::in).filter(repository::equals).isPresent();
  }

  public boolean runs(PinnedImage image) {
    return pinned().filter(image::equals).isPresent();
  }

  /** Whether both name the same image, in whatever form: the same digest, or the same tag, of the same repository. */
  public boolean sameAs(ConfiguredImage other) {
    if (equals(other)) {
      return true;
    }
    if (isContainer() != other.isContainer()) {
      return false;
    }
    if (name().isEmpty() || other.name().isEmpty()) {
      return toString().equals(other.toString());
    }
    return pinned().equals(other.pinned()) && tagged().equals(other.tagged());
  }

  /** Empty when it is no container, or what follows the prefix is no image's name. */
  private Optional<ImageName> name() {
    return isContainer() ? ImageName.parse(verbatim.substring(DOCKER.length())) : Optional.empty();
  }

  /** As a person reads it: without the prefix, the host in lower case, the rest as written. */
  @Override
  public String toString() {
    if (!isContainer()) {
      return verbatim;
    }
    String image = verbatim.substring(DOCKER.length());
    int slash = image.indexOf('/');
    return slash < 0 ? image : image.substring(0, slash).toLowerCase(Locale.ROOT) + image.substring(slash);
  }
}
