package relay.config.text;

/** A value that cannot be taken. Says nothing of the value itself: {@link Section} shows that, or hides it. */
public final class UnfitException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  /** {@code problem} goes on from the value: {@code is not a duration}. */
  public UnfitException(String problem, String remedy) {
    super(problem, null, false, false);
    this.problem = problem;
    this.remedy = remedy;
  }

  String problem() {
    return problem;
  }

  String remedy() {
    return remedy;
  }
}
