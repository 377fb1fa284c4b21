package relay.rollout.record;

import relay.app.HoldReason;
import relay.app.RejectReason;
import relay.health.Evidence;
import relay.health.Unhealthy;
import relay.rollout.Failure;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.Restored;
import relay.rollout.WaitReason;

/** The sentences of reasons, without a full stop, in the present tense of what was found. */
final class ReasonWords {
  private ReasonWords() {}

  static String of(Refusal why) {
    return switch (why) {
      case Refusal.NoSuchTag(var repository, var tag) -> "the registry has no tag " + tag + " in " + repository;
      case Refusal.NotInRegistry(var image) -> "the registry does not hold " + image;
      case Refusal.Quarantined(var image) -> image.digest().brief()
          + " is in quarantine; its push after the scan starts a rollout of its own";
      case Refusal.Rejected(var image, var reason) ->
        image.digest().brief() + " is rejected on this app: " + of(reason);
      case Refusal.Downgrade(var live, var to) ->
        to + " is older than " + live + ", and only a person may ask for that";
      case Refusal.NotAnImage(var type) -> "it is not a container image but " + type;
      case Refusal.WrongPlatform(var platform) -> "the image does not run on " + platform;
      case Refusal.RegistryUnusable(_, var detail, _) -> "the registry could not be asked: " + detail;
      case Refusal.AppUnreadable(_, var detail, _) -> "the app could not be read: " + detail;
      case Refusal.UnsupportedModel(var found) ->
        "the app is not a Linux app of a single container: it is configured for " + found;
      case Refusal.AppStopped() -> "the app is stopped; start it first";
      case Refusal.StoredPassword() ->
        "the app pulls with a stored password; set acrUseManagedIdentityCreds, or acceptStoredPassword here";
      case Refusal.OperationInProgress(var operation) -> "Azure is busy with the app: " + operation;
      case Refusal.NoRollbackTarget(var repository) -> "there is no rollback target: no older image of " + repository
          + " is known to have run here and is still in the registry; a deploy may accept that there is none";
      case Refusal.NoLabel(var label) -> "it could not be proven: the image has no label " + label;
      case Refusal.SameLabel(var label) ->
        "it could not be proven: the image has the same " + label + " as the one that runs";
      case Refusal.InstancesIndistinct(var instances) -> "it could not be proven: " + instances
          + " instances serve the app, and its answers do not say which one gave them";
      case Refusal.CannotSeeApp(var detail) -> "the relay cannot see this app: " + detail;
      case Refusal.NotOfRepository(var found, var repository) ->
        "the app is configured for " + found + ", which is no image of " + repository;
      case Refusal.WriteRefused(_, var detail, _) -> "Azure refused the write, and nothing was changed: " + detail;
      case Refusal.ChangedMeanwhile(var found) ->
        "someone else configured " + found + " before the relay wrote, so nothing was written";
      case Refusal.RelayFault(var type) -> "a fault in the relay (" + type + ")";
    };
  }

  static String of(NoChange why) {
    return switch (why) {
      case NoChange.AlreadyLive(var image) -> image.digest().brief() + " is live and was proven here";
      case NoChange.Joined(var rollout, var image) -> "rollout " + rollout + " is bringing " + image.digest().brief();
      case NoChange.Observed(var from, var target, var back) ->
        "the app is only observed; it would have been switched from "
            + Words.image(from) + " to " + target.digest().brief() + " with the rollback target " + Words.target(back);
      case NoChange.AsExpected(var live) -> "nobody changed the app past the relay: it is configured to run "
          + Words.image(live);
      case NoChange.Outdated() -> "something newer was opened, or the tag names another image by now";
    };
  }

  static String of(WaitReason why) {
    return switch (why) {
      case WaitReason.OnHold(var hold) -> "the app is held: " + Words.hold(hold);
      case WaitReason.PlanBusy _ -> "enough apps of its App Service plan are being switched";
      case WaitReason.OtherRollout(var rollout) -> "rollout " + rollout + " is at a point where it is not interrupted";
      case WaitReason.RegistrySilent(var host) -> "the registry " + host + " does not answer; it is asked again";
      case WaitReason.AzureSilent() -> "Azure does not answer about the app; it is asked again";
    };
  }

  static String of(HoldReason why) {
    return switch (why) {
      case HoldReason.Manual(var text) -> text;
      case HoldReason.Drift(var expected, var found) -> "someone else changed the image from " + Words.image(expected)
          + " to " + Words.image(found);
      case HoldReason.AfterRollback(_, var text) -> "rolled back: " + text;
      case HoldReason.UnknownFailure(var rollout) ->
        "rollout " + rollout + " failed, and nothing showed whose fault it was";
    };
  }

  static String of(RejectReason why) {
    return switch (why) {
      case RejectReason.Failed(var rollout, var reason) -> of(reason) + " (rollout " + rollout + ")";
      case RejectReason.LeftByRollback(_, var text) -> "left by a rollback: " + text;
    };
  }

  static String of(Failure why) {
    return switch (why) {
      case Failure.NotHealthy(var reason) -> of(reason);
      case Failure.WriteFailed(var detail) -> "Azure did not take the image: " + detail;
      case Failure.Cancelled(var by, var reason) -> "cancelled by " + by.label() + ": " + reason;
      case Failure.RolledBackByPerson(var by, var reason, _) -> by.label() + " asked to roll back: " + reason;
      case Failure.ChangedBySomeoneElse(var found) -> "changed by someone else: the app is now configured for " + found;
      case Failure.RelayFault(var type) -> "a fault in the relay (" + type + ")";
      case Failure.NoRollbackTarget() -> "there is nothing to return to, which a person accepted";
      case Failure.RestoreNotWritten(var detail) -> "the rollback target could not be written in time: " + detail;
      case Failure.RestoreNotHealthy(var reason) ->
        "the rollback target was written and did not answer as before in time: " + of(reason);
    };
  }

  static String of(Unhealthy why) {
    return switch (why) {
      case Unhealthy.UnwellAnswers(var inARow, var last) ->
        "the new image answers but is unwell, " + times(inARow) + " in a row: " + last;
      case Unhealthy.SoakSpent(var bad, var of, var last) ->
        bad + " bad answers of " + of + " in the soak, the last: " + last;
      case Unhealthy.SoakUnfinished(var last) -> "the soak did not end within its longest time: " + last;
      case Unhealthy.Exited(var line) -> "its container exited while it started: " + line;
      case Unhealthy.StartTimeout(var line) -> "its container did not answer the platform's start probe: " + line;
      case Unhealthy.StartedButSilent(var last) -> "its container was started but did not answer: " + last;
      case Unhealthy.PullFailed(var line) -> "the platform could not pull the image: " + line;
      case Unhealthy.Blocked(var details) -> "App Service blocks the site after several failed starts"
          + (details.isEmpty() ? "" : ": " + details);
      case Unhealthy.AppStopped() -> "the app was stopped";
      case Unhealthy.VaultReference(var setting, var status) ->
        "the Key Vault reference of " + setting + " is " + status;
      case Unhealthy.VaultUnreadable(var detail) -> "the Key Vault references cannot be read: " + detail;
      case Unhealthy.InstancesMissing(var seen, var of) ->
        "the new image answered on " + seen + " of " + of + " instances only";
      case Unhealthy.OldStillAnswers() -> "the image before still answers";
      case Unhealthy.NoProof(var last) -> "no proof in time: " + last;
      case Unhealthy.RelayBlind(var last) -> "the relay itself could not look: " + last;
    };
  }

  static String of(Evidence evidence) {
    return switch (evidence.basis()) {
      case Evidence.Basis.Marks(var mark, var answers, var instances) ->
        answers + " good answers in a row carry the mark "
            + mark + (instances > 1 ? ", from each of " + instances + " instances" : "");
      case Evidence.Basis.Log(var answers) ->
        "the platform's log names the digest and its start, and " + answers + " answers in a row are good";
      case Evidence.Basis.Status(var answers, var instances) -> "the platform reports "
          + (instances > 1 ? "all " + instances + " instances" : "the instance") + " started, and " + answers
          + " answers in a row are good";
      case Evidence.Basis.Answers(var answers) -> answers + " good answers in a row after a quiet time";
    };
  }

  static String of(Restored how) {
    return "the rollback target answers " + (how.well() ? "well" : "as it did before") + ", " + times(how.answers())
        + " in a row";
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}
