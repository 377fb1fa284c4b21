package reviews.restaurants;

import org.jspecify.annotations.Nullable;

/** The store cannot be used now; trying again later may work. The message is for the log, not for visitors. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
