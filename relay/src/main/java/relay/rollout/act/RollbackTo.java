package relay.rollout.act;

import relay.rollout.RolloutId;

/** Where a person wants to go back to. */
public sealed interface RollbackTo {
  /** What ran before. */
  record Before() implements RollbackTo {}

  /** What that rollout proved. */
  record BroughtBy(RolloutId rollout) implements RollbackTo {}

  /** That digest, whole or short. */
  record Exactly(String digest) implements RollbackTo {}
}
