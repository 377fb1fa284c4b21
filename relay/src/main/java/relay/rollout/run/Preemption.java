package relay.rollout.run;

import relay.rollout.RolloutId;

/** Something more urgent than the rollout under way. */
public sealed interface Preemption {
  /** A person wants it ended. */
  record Cancel(String who, String why) implements Preemption {}

  /** Another candidate takes over. */
  record Newer(RolloutId by) implements Preemption {}
}
