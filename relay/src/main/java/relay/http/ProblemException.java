package relay.http;

/** Carries a {@link Problem} to the one handler that renders it. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.getClass().getSimpleName(), null, false, false); // an answer, not a fault: needs no stack
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
