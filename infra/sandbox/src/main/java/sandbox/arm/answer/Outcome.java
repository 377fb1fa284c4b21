package sandbox.arm.answer;

import java.time.Duration;

/** What becomes of a request. */
public sealed interface Outcome {
  record Now(ArmReply reply) implements Outcome {}

  record Later(ArmReply reply, Duration delay) implements Outcome {}

  record Then(ArmReply reply, Runnable after) implements Outcome {}

  /** The connection is closed in good order, without an answer. */
  record Dropped() implements Outcome {}

  /** The connection is reset. */
  record Reset() implements Outcome {}

  record Silence() implements Outcome {}
}
