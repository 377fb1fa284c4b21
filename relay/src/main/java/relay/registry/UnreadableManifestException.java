package relay.registry;

/** The bytes are no manifest. The message says what is wrong with them and quotes nothing. */
final class UnreadableManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableManifestException(String message) {
    super(message, null, false, false); // an expected outcome, not a fault of ours: no stack is needed
  }
}
