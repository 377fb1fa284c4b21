package relay.app;

import java.util.Locale;
import java.util.Optional;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Repository;

/**
 * The image an app is configured to run, exactly as its {@code linuxFxVersion} says
 * ({@code DOCKER|host/repository@sha256:...}). Azure writes the prefix in any case and so may the host.
 */
public record ConfiguredImage(String verbatim) {
  private static final String DOCKER = "docker|";

  public static ConfiguredImage of(PinnedImage image) {
    return new ConfiguredImage("DOCKER|" + image);
  }

  /** Whether this is the classic single-container model; the relay touches no other. */
  public boolean isContainer() {
    return verbatim.toLowerCase(Locale.ROOT).startsWith(DOCKER) && verbatim.length() > DOCKER.length();
  }

  /** The image if it is pinned by digest. */
  public Optional<PinnedImage> pinned() {
    return isContainer() ? PinnedImage.parse(reference()) : Optional.empty();
  }

  /** The image if it is named by a tag at a registry host. */
  public Optional<ImageReference> tagged() {
    return isContainer() ? ImageReference.parse(reference()) : Optional.empty();
  }

  /** Whether it is an image of this repository, pinned or not. */
  public boolean isOf(Repository repository) {
    return pinned().map(PinnedImage::in).or(() -> tagged().map(ImageReference::in))
        .filter(repository::equals).isPresent();
  }

  public boolean runs(PinnedImage image) {
    return pinned().filter(image::equals).isPresent();
  }

  /** The same image: prefix and host compared without case, the rest exactly. */
  public boolean sameAs(ConfiguredImage other) {
    if (isContainer() != other.isContainer()) {
      return false;
    }
    return isContainer() ? reference().equals(other.reference()) : verbatim.equals(other.verbatim);
  }

  /** Without the prefix, the host in lower case. */
  private String reference() {
    String image = verbatim.substring(DOCKER.length());
    int slash = image.indexOf('/');
    return slash < 0 ? image : image.substring(0, slash).toLowerCase(Locale.ROOT) + image.substring(slash);
  }

  @Override
  public String toString() {
    return isContainer() ? reference() : verbatim;
  }
}
