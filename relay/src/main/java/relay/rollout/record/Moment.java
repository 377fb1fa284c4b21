package relay.rollout.record;

import java.time.Instant;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;

/**
 * One line of a rollout's timeline; {@link Words} makes its sentence.
 *
 * @param state the label of the state it was then in
 */
public record Moment(Instant at, String state, Entry entry) {
  /** What happened. */
  public sealed interface Entry {
    record Opened(RolloutRequest request) implements Entry {}

    record Entered(RolloutState state) implements Entry {}

    record Noted(Note note) implements Entry {}
  }
}
