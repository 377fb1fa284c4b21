package reviews.identity;

/** Azure gave the app no token: it may have no identity, or {@code AZURE_CLIENT_ID} names one that it does not have. */
public final class NoTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The SDK's own message may quote an answer, so only its kind is told. */
  NoTokenException(Throwable cause) {
    super("the app's managed identity got no token (" + cause.getClass().getSimpleName() + ")", cause);
  }
}
