package relay.rollout.record;

import relay.rollout.RolloutId;

/** The rollout is no longer at the state that the caller moves from: somebody else moved it, and nothing was stored. */
public final class OvertakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OvertakenException(RolloutId id) {
    super("rollout " + id + " is no longer at the state it was read in", null, false, false);
  }
}
