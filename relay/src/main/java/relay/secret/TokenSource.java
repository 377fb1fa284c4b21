package relay.secret;

/** Where Entra ID tokens of the relay's own identity come from. Blocks; caches by itself. */
public interface TokenSource {
  /**
   * A token for {@code audience}, {@code https://containerregistry.azure.net} say.
   *
   * @throws IdentityException when none can be had now
   */
  String token(String audience) throws IdentityException, InterruptedException;

  /** No token: the message says what was tried and holds no secret. */
  final class IdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    public IdentityException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
