package relay.rollout;

/** Something more urgent than the rollout under way. */
public sealed interface Interruption {
  /** A person wants it ended. */
  record Cancel(String who, String why) implements Interruption {}
  /** Another candidate takes over. */
  record Newer(RolloutId by) implements Interruption {}
}
