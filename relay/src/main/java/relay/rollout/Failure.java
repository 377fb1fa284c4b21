package relay.rollout;

import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.health.Unhealthy;

/** Why a rollout that touched the app did not end Healthy. */
public sealed interface Failure {
  /** The new image is not healthy, or cannot be shown to be. */
  record NotHealthy(Unhealthy why) implements Failure {}

  /** Azure did not take the image; {@code detail} is Azure's side of it. */
  record WriteFailed(String detail) implements Failure {}

  /** A person ended it. */
  record Cancelled(Actor by, String reason) implements Failure {}

  /** A person asked to go back to what ran before. */
  record RolledBackByPerson(Actor by, String reason, boolean keepLeft) implements Failure {}

  /** Someone else configured {@code found} meanwhile. */
  record ChangedBySomeoneElse(ConfiguredImage found) implements Failure {}

  /** A fault in the relay; {@code type} names the exception's class. */
  record RelayFault(String type) implements Failure {}

  /** A person accepted that there is nothing to return to. */
  record NoRollbackTarget() implements Failure {}

  /** The rollback target could not be written before the restore deadline. */
  record RestoreNotWritten(String detail) implements Failure {}

  /** The rollback target was written and did not answer as before in time. */
  record RestoreNotHealthy(Unhealthy why) implements Failure {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case NotHealthy(var why) -> why.code();
      case WriteFailed _ -> "write-failed";
      case Cancelled _ -> "cancelled";
      case RolledBackByPerson _ -> "rolled-back-by-person";
      case ChangedBySomeoneElse _ -> "changed-by-someone-else";
      case RelayFault _ -> "relay-fault";
      case NoRollbackTarget _ -> "no-rollback-target";
      case RestoreNotWritten _ -> "restore-not-written";
      case RestoreNotHealthy _ -> "restore-not-healthy";
    };
  }
}
