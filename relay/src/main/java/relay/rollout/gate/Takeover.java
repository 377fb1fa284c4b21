package relay.rollout.gate;

import java.util.Optional;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.WaitReason;

/** How a rollout that was checked stands to the one that has the app in its hands. Pure. */
public sealed interface Takeover {
  /** The app is idle. */
  record Free() implements Takeover {}

  /** The newcomer takes the app over from {@code older} and inherits the rollback target of its {@code change}. */
  record Inherits(Rollout older, Change change) implements Takeover {}

  /** The one under way is not interrupted now. */
  record NotNow(WaitReason why) implements Takeover {}

  /**
   * A person's rollout takes over what is being proven or watched; an automatic one only what is being watched and was
   * not asked for by a person. A write and a restore are never interrupted.
   */
  static Takeover of(Rollout newcomer, Optional<Rollout> underWay) {
    if (underWay.isEmpty()) {
      return new Free();
    }
    Rollout older = underWay.get();
    return switch (older.state()) {
      case Proving proving when newcomer.manual() -> new Inherits(older, proving.change());
      case Soaking soaking when newcomer.manual() || !older.manual() -> new Inherits(older, soaking.change());
      default -> new NotNow(new WaitReason.OtherRollout(older.id()));
    };
  }

  /** What the newcomer takes over; empty when the app is idle, or not free yet. */
  default Optional<Change> inherited() {
    return this instanceof Inherits(_, var change) ? Optional.of(change) : Optional.empty();
  }
}
