package relay.app;

/** Azure did not do or answer what was asked. The message is for the record and holds no secret. */
public final class WebAppException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure. */
  public enum Kind {
    /** The identity lacks a right; the message names the action. */
    FORBIDDEN,
    /** No such app, or it cannot be seen. */
    NOT_FOUND,
    /** Throttled, conflicting, failing or silent, beyond the bounded tries: may pass. */
    UNAVAILABLE,
    /** Azure took the write but shows something else, or gave an answer that cannot be understood. */
    UNEXPECTED
  }

  private final Kind kind;
  private final boolean mayHaveWritten;

  /** A failure of a read, or of a write that certainly changed nothing. */
  public WebAppException(Kind kind, String message) {
    this(kind, message, false);
  }

  /** {@code mayHaveWritten}: a write was sent whose fate is not known, or that Azure took. */
  public WebAppException(Kind kind, String message, boolean mayHaveWritten) {
    super(message);
    this.kind = kind;
    this.mayHaveWritten = mayHaveWritten;
  }

  public WebAppException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.mayHaveWritten = false;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the configuration may be another one than before the call. */
  public boolean mayHaveWritten() {
    return mayHaveWritten;
  }

  /** Stable word for records, metrics and the API. */
  public String code() {
    return switch (kind) {
      case FORBIDDEN -> "app-forbidden";
      case NOT_FOUND -> "app-not-found";
      case UNAVAILABLE -> "azure-unavailable";
      case UNEXPECTED -> "azure-unexpected";
    };
  }
}
