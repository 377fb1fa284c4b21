package reviews.signin;

/** The provider did not answer as it should; trying again later may help. */
public final class ProviderUnreachable extends Exception {
  private static final long serialVersionUID = 1L;

  ProviderUnreachable(Throwable cause) {
    super("the sign-in provider cannot be used: " + cause.getMessage(), cause);
  }
}
