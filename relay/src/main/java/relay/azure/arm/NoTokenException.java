package relay.azure.arm;

/** No token could be had, so that nothing was asked of Azure Resource Manager; travels through the SDK's pipeline. */
public final class NoTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoTokenException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** For the record; holds no secret. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
