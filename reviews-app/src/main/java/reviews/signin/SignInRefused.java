package reviews.signin;

/** The answer cannot be trusted, or the provider does not take the code. The message is for the log; it holds no secret. */
public final class SignInRefused extends Exception {
  private static final long serialVersionUID = 1L;

  SignInRefused(String message) {
    super(message);
  }
}
