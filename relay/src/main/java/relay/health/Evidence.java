package relay.health;

/** What makes the relay say Healthy, and how strong it is. */
public record Evidence(Grade grade, Basis basis) {
  /** How it is known. */
  public sealed interface Basis {
    /** {@code answers} good ones in a row carried the mark, from each of {@code instances}. */
    record Marks(String mark, int answers, int instances) implements Basis {}

    /** The platform's own log names the digest and then its start, and the app answered well. */
    record Log(int answers) implements Basis {}

    /** The platform reports each of {@code instances} started after the write, and the app answered well. */
    record Status(int answers, int instances) implements Basis {}

    /** {@code answers} good ones in a row after a quiet time, nothing more. */
    record Answers(int answers) implements Basis {}
  }

  /** Stable word for the basis. */
  public String code() {
    return switch (basis) {
      case Basis.Marks _ -> "marks";
      case Basis.Log _ -> "platform-log";
      case Basis.Status _ -> "site-status";
      case Basis.Answers _ -> "answers";
    };
  }
}
