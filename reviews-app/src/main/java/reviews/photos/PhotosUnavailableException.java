package reviews.photos;

import org.jspecify.annotations.Nullable;

/** Photos cannot be kept or read now; trying again later may work. The message is for the log, not for visitors. */
public final class PhotosUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PhotosUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
