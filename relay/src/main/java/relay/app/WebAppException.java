package relay.app;

/** Azure did not do or tell what was asked. The message is for the record and holds no secret. */
public final class WebAppException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble. */
  public enum Kind {
    /** The identity lacks a right; the message names the action. */
    FORBIDDEN,
    /** No such app, or it cannot be seen. */
    NOT_FOUND,
    /** Throttled, conflicting, failing or silent, beyond the bounded tries. */
    UNAVAILABLE,
    /** Azure took the write but shows something else, or answered what cannot be understood. */
    UNEXPECTED
  }

  private final Kind kind;

  public WebAppException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public WebAppException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
