package relay.journal.engine;

/** The journal cannot be opened; the message says why and what to do, for the person who starts the relay. */
public final class JournalUnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalUnusableException(String message) {
    super(message);
  }

  JournalUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
