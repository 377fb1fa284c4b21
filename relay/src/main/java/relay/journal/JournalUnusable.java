package relay.journal;

/** The journal cannot be opened; the message says why and what to do, for the person who starts the relay. */
public final class JournalUnusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalUnusable(String message) {
    super(message);
  }

  JournalUnusable(String message, Throwable cause) {
    super(message, cause);
  }
}
