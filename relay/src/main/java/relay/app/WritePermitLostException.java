package relay.app;

/** Somebody else may write the site now; the holder stops without writing. */
public final class WritePermitLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WritePermitLostException(String message) {
    super(message);
  }
}
