package relay.rollout;

import relay.app.ConfiguredImage;
import relay.app.RejectReason;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Repository;

/** Why a rollout ended before the app was touched. */
public sealed interface Refusal {
  record NoSuchTag(Repository repository, String tag) implements Refusal {}

  record NotInRegistry(PinnedImage image) implements Refusal {}

  /** The registry's scanner has not released the image; its push will start a rollout of its own. */
  record Quarantined(PinnedImage image) implements Refusal {}

  record Rejected(PinnedImage image, RejectReason why) implements Refusal {}

  /** {@code live} is the version that runs, or the registry's newest where that is not known. */
  record Downgrade(String live, String to) implements Refusal {}

  record NotAnImage(String artifactType) implements Refusal {}

  record WrongPlatform(Platform platform) implements Refusal {}

  /** {@code kind} is the bounded word of the registry's fault. */
  record RegistryUnusable(String kind, String detail, boolean passing) implements Refusal {}

  /** {@code kind} is the bounded word of Azure's fault. */
  record AppUnreadable(String kind, String detail, boolean passing) implements Refusal {}

  record UnsupportedModel(ConfiguredImage found) implements Refusal {}

  record AppStopped() implements Refusal {}

  record StoredPassword() implements Refusal {}

  record OperationInProgress(String operation) implements Refusal {}

  record NoRollbackTarget(Repository repository) implements Refusal {}

  /** The image lacks the label by which it could be recognised. */
  record NoLabel(String label) implements Refusal {}

  /** The image that runs has the same label. */
  record SameLabel(String label) implements Refusal {}

  /** {@code instances} serve the app, and its answers do not say which one gave them. */
  record InstancesIndistinct(int instances) implements Refusal {}

  /** Nothing of the app can be seen from here, so nothing could be proven. */
  record CannotSeeApp(String detail) implements Refusal {}

  /** The app runs no image of its repository, so there is nothing to adopt. */
  record NotOfRepository(ConfiguredImage found, Repository repository) implements Refusal {}

  /** Azure refused the write, and nothing was changed. */
  record WriteRefused(String kind, String detail, boolean passing) implements Refusal {}

  /** Someone else configured {@code found} between the check and the write; nothing was written. */
  record ChangedMeanwhile(ConfiguredImage found) implements Refusal {}

  record RelayFault(String type) implements Refusal {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case NoSuchTag _ -> "no-such-tag";
      case NotInRegistry _ -> "not-in-registry";
      case Quarantined _ -> "quarantined";
      case Rejected _ -> "rejected";
      case Downgrade _ -> "downgrade";
      case NotAnImage _ -> "not-an-image";
      case WrongPlatform _ -> "wrong-platform";
      case RegistryUnusable(var kind, _, _) -> kind;
      case AppUnreadable(var kind, _, _) -> kind;
      case UnsupportedModel _ -> "unsupported-model";
      case AppStopped _ -> "app-stopped";
      case StoredPassword _ -> "stored-password";
      case OperationInProgress _ -> "operation-in-progress";
      case NoRollbackTarget _ -> "no-rollback-target";
      case NoLabel _ -> "no-label";
      case SameLabel _ -> "same-label";
      case InstancesIndistinct _ -> "instances-indistinct";
      case CannotSeeApp _ -> "cannot-see-app";
      case NotOfRepository _ -> "not-of-repository";
      case WriteRefused _ -> "write-refused";
      case ChangedMeanwhile _ -> "changed-meanwhile";
      case RelayFault _ -> "relay-fault";
    };
  }

  /** Whether the reason may pass by itself within the hour, so that a retry is worth its while. */
  default boolean passing() {
    return switch (this) {
      case RegistryUnusable(_, _, var passing) -> passing;
      case AppUnreadable(_, _, var passing) -> passing;
      case WriteRefused(_, _, var passing) -> passing;
      case OperationInProgress _,CannotSeeApp _,ChangedMeanwhile _ -> true;
      case NoSuchTag _,NotInRegistry _,Quarantined _,Rejected _,Downgrade _,NotAnImage _,WrongPlatform _ -> false;
      case UnsupportedModel _,AppStopped _,StoredPassword _,NoRollbackTarget _,NoLabel _,SameLabel _ -> false;
      case InstancesIndistinct _,NotOfRepository _,RelayFault _ -> false;
    };
  }

  /** Whether it lies in the image and its tag alone, so that only another push can change it. */
  default boolean lasting() {
    return switch (this) {
      case NotAnImage _,WrongPlatform _,Downgrade _,Rejected _ -> true;
      default -> false; // the registry, the app, Azure or the configuration may change
    };
  }
}
