package relay.azure.arm;

/** Azure answered without the body that the operation promises. */
final class EmptyAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  EmptyAnswerException(int status) {
    super("no body", null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
