package sandbox.platform.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where images come from. */
public interface ImageSource {
  /**
   * An image on disk.
   *
   * @param digest of the manifest that was asked for
   * @param rootfs the unpacked layers; not to be written to
   */
  record Pulled(String digest, Path rootfs, ImageConfig config) {}

  /** Why an image could not be had, in words fit for the container log. */
  final class PullFailedException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean unauthorized;

    public PullFailedException(String why) {
      this(why, false);
    }

    /** @param unauthorized whether the registry knows the image but not this identity, or gives it no right */
    public PullFailedException(String why, boolean unauthorized) {
      super(why);
      this.unauthorized = unauthorized;
    }

    PullFailedException(String why, Throwable cause) {
      super(why, cause);
      this.unauthorized = false;
    }

    public boolean unauthorized() {
      return unauthorized;
    }
  }

  /**
   * Pulls and unpacks; layers that are here already are not fetched again. Blocks.
   *
   * @param clientId of the identity to pull with; empty to pull anonymously
   * @param progress lines for the container log
   */
  Pulled pull(ImageName name, String clientId, Consumer<String> progress)
      throws PullFailedException, InterruptedException;
}
