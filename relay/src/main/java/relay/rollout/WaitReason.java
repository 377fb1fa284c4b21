package relay.rollout;

import relay.app.Hold;

/** What must happen before a rollout may go on. */
public sealed interface WaitReason {
  /** The app is held. */
  record OnHold(Hold hold) implements WaitReason {}

  /** Enough apps of the same plan are being switched. */
  record PlanBusy(String plan) implements WaitReason {}

  /** Another rollout of the app is at a point where it is not interrupted. */
  record OtherRollout(RolloutId rollout) implements WaitReason {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case OnHold _ -> "hold";
      case PlanBusy _ -> "plan";
      case OtherRollout _ -> "other-rollout";
    };
  }
}
