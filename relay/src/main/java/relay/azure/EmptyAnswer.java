package relay.azure;

/** Azure answered without the body that the operation promises. */
final class EmptyAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  EmptyAnswer(int status) {
    super("no body", null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
