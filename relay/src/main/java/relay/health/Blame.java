package relay.health;

/** Whose fault a failed rollout was; only {@link #IMAGE} taints the digest. */
public enum Blame {
  /** The image's container was seen and crashed, was unwell, or never listened. */
  IMAGE,
  /** Pull, quota, vault, ARM, network, app stopped: the same image may do well later. */
  ENVIRONMENT,
  /** The relay itself: it was away, could not look, or met a fault of its own. */
  RELAY,
  /** Nothing set the two apart. */
  UNKNOWN,
  /** Nobody's: a person asked for the end of it. */
  OPERATOR
}
