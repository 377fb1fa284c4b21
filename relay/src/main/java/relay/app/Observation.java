package relay.app;

import java.time.Instant;

/**
 * What the last look at an idle app showed; saved only when it changes.
 *
 * @param since when it was first so
 */
public record Observation(Condition condition, Instant since) {
  /** What the relay can say of the app. */
  public sealed interface Condition {
    /** It answers as it should. */
    record Well() implements Condition {}

    /** It answers, but not as it should; {@code detail} says how. */
    record Unwell(String detail) implements Condition {}

    /** Someone else configured {@code found}. */
    record Drifted(ConfiguredImage found) implements Condition {}

    /** Nothing of it can be seen; {@code code} is bounded, {@code detail} for people. */
    record Unseen(String code, String detail) implements Condition {}
  }

  public boolean visible() {
    return !(condition instanceof Condition.Unseen);
  }
}
