package relay.rollout.record;

/** The journal could not read or commit; nothing of the call was stored. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
