package relay.reconcile;

/** A webhook could not be asked for. The message is for the record: it holds no secret. */
public final class HookException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble. */
  public enum Kind {
    /** The identity lacks the right; the message names the action. */
    FORBIDDEN,
    /** There is no such webhook. */
    NOT_FOUND,
    /** May pass. */
    UNAVAILABLE
  }

  private final Kind kind;

  public HookException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
