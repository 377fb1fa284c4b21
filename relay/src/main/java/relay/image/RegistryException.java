package relay.image;

/** The registry gave no usable answer. The message is for the record: it holds no secret and no signed URL. */
public final class RegistryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for metrics and for the decision whether waiting can help. */
  public enum Kind {
    /** The identity's token was not accepted, or lacks the right to pull. */
    DENIED,
    /** Too many requests, a server error, a time-out, no connection: may pass, and concerns the registry as a whole. */
    UNAVAILABLE,
    /** The registry does not do what was asked, such as 400 or 405: waiting does not help, other questions may fare better. */
    REFUSED,
    /** Bytes that do not match their digest, or a manifest that cannot be read. */
    CORRUPT
  }

  private final Kind kind;

  public RegistryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public RegistryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
