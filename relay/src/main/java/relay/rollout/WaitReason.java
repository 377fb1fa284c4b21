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

  /** The registry gives no answer, and what a person wants undone is not given up for that. */
  record RegistrySilent(String host) implements WaitReason {}

  /** Azure gives no answer about the app, and what a person wants undone is not given up for that. */
  record AzureSilent() implements WaitReason {}

  /** Whether only asking again shows that it is over. */
  default boolean endsUnseen() {
    return switch (this) {
      case RegistrySilent _,AzureSilent _ -> true;
      case OnHold _,PlanBusy _,OtherRollout _ -> false;
    };
  }

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case OnHold _ -> "hold";
      case PlanBusy _ -> "plan";
      case OtherRollout _ -> "other-rollout";
      case RegistrySilent _ -> "registry-silent";
      case AzureSilent _ -> "azure-silent";
    };
  }
}
