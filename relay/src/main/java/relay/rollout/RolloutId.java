package relay.rollout;

/** Names one rollout for ever; later rollouts have greater ones. */
public record RolloutId(long value) implements Comparable<RolloutId> {
  @Override
  public int compareTo(RolloutId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
