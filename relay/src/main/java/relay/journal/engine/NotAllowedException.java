package relay.journal.engine;

/** The caller asked for what the journal's state forbids; nothing was stored. */
public final class NotAllowedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotAllowedException(String message) {
    super(message, null, false, false);
  }
}
