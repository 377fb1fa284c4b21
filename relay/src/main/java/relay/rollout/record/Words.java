package relay.rollout.record;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.RejectReason;
import relay.app.RollbackTarget;
import relay.health.Evidence;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Refusal;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Cancelled;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.RolloutState.Unchanged;
import relay.rollout.RolloutState.Waiting;

/**
 * The one room in which sentences about rollouts are made, for timeline, API, command line, log and notifications alike.
 * Total over states, notes and reasons; nothing is ever read back out of a sentence.
 */
public final class Words {
  private Words() {}

  public static String of(Moment.Entry entry) {
    return switch (entry) {
      case Moment.Entry.Opened(var request) -> opened(request);
      case Moment.Entry.Entered(var state) -> entered(state);
      case Moment.Entry.Noted(var note) -> noted(note);
    };
  }

  /** How a rollout began. */
  public static String opened(RolloutRequest request) {
    String image = desired(request.desired());
    return switch (request.cause()) {
      case Cause.Pushed(var delivery, var tag) ->
        "Opened for " + image + ": delivery " + delivery + " reported a push of " + tag + ".";
      case Cause.Deploy(var by, var reason) -> by.label() + " asked to deploy " + image + ": " + reason + ".";
      case Cause.Rollback(var by, var reason) -> by.label() + " asked to roll back to " + image + ": " + reason + ".";
      case Cause.Adopt(var by, var reason) -> by.label() + " asked to keep " + image + ": " + reason + ".";
      case Cause.Revert(var by, var reason) ->
        by.label() + " undoes a change by someone else and returns to " + image + ": " + reason + ".";
      case Cause.Reconciled(var finding) -> "Opened for " + image + ": " + switch (finding) {
        case UNREPORTED -> "the registry's tag names it, and no event reported that.";
        case STILL_DUE -> "the registry's tag still names it, and earlier rollouts did not bring it.";
      };
      case Cause.Retried(var earlier, var attempt) -> "Retry " + attempt + " of rollout " + earlier + " for " + image
          + request.notBefore().map(at -> ", not before " + at).orElse("") + ".";
    };
  }

  /** The reason of a cause alone, for lists. */
  public static String cause(Cause cause) {
    return switch (cause) {
      case Cause.Pushed(var delivery, var tag) -> "delivery " + delivery + " reported a push of " + tag;
      case Cause.Manual manual -> manual.reason();
      case Cause.Reconciled(var finding) -> switch (finding) {
        case UNREPORTED -> "the tag names it, and no event reported that";
        case STILL_DUE -> "the tag still names it";
      };
      case Cause.Retried(var earlier, var attempt) -> "retry " + attempt + " of rollout " + earlier;
    };
  }

  public static String desired(DesiredImage desired) {
    return switch (desired) {
      case DesiredImage.ByTag(var image, _) -> image.toString();
      case DesiredImage.ByDigest(var image, _) -> image.toString();
      case DesiredImage.FirstAvailable(var best, _) -> best.image().toString();
      case DesiredImage.Adopted() -> "the image that the app runs";
    };
  }

  /** What a state means, for the line of the timeline that enters it. */
  public static String entered(RolloutState state) {
    return switch (state) {
      case Queued() -> "Queued.";
      case Checking() -> "Checks the image and the app.";
      case Waiting(var why) -> "Waits: " + ReasonWords.of(why) + ".";
      case Applying(var change, _) -> "Switches the app from " + image(change.from()) + " to "
          + change.target().digest().brief() + "; rollback target: " + target(change.back()) + ".";
      case Proving(var change, _) -> "Waits for proof that " + change.target().digest().brief() + " answers.";
      case Soaking(_, var evidence, _) -> "The new image is healthy (" + grade(evidence) + "): "
          + ReasonWords.of(evidence) + ". Watches it for a while.";
      case Restoring(var change, var blame, var why, _) -> "Gives up (" + word(blame) + "): " + ReasonWords.of(why)
          + ". Returns to " + target(change.back()) + ".";
      case Healthy healthy -> "Healthy: " + ReasonWords.of(healthy.evidence()) + ", and no worse in the soak.";
      case RolledBack back -> back.how().recovered()
          ? "Recovered: " + ReasonWords.of(back.how()) + "."
          : "Rolled back: " + ReasonWords.of(back.how()) + ".";
      case Stuck stuck -> "Stuck: " + ReasonWords.of(stuck.last()) + ". A person must look.";
      case Refused(var why, _) -> "Refused: " + ReasonWords.of(why) + ".";
      case Unchanged(var why) -> "Nothing changed: " + ReasonWords.of(why) + ".";
      case Superseded(var by, _) -> "Superseded: rollout " + by + " took over.";
      case Cancelled(var why) -> "Cancelled by " + why.by().label() + ": " + why.reason() + ".";
    };
  }

  /** Why a rollout is in its state, without a full stop; empty where the state says it all. */
  public static Optional<String> why(RolloutState state) {
    return switch (state) {
      case Waiting(var why) -> Optional.of(ReasonWords.of(why));
      case Restoring restoring -> Optional.of(ReasonWords.of(restoring.why()));
      case RolledBack back -> Optional.of(ReasonWords.of(back.why()));
      case Stuck stuck -> Optional.of(ReasonWords.of(stuck.why())
          + stuck.then().map(then -> "; then " + ReasonWords.of(then)).orElse(""));
      case Refused(var why, _) -> Optional.of(ReasonWords.of(why));
      case Unchanged(var why) -> Optional.of(ReasonWords.of(why));
      case Superseded(var by, _) -> Optional.of("rollout " + by + " took over");
      case Cancelled(var why) -> Optional.of(why.by().label() + ": " + why.reason());
      case Queued _,Checking _,RolloutState.Touched _,Healthy _ -> Optional.empty();
    };
  }

  public static String noted(Note note) {
    return switch (note) {
      case Note.TagMoved(var from, var to) -> "The tag has moved from " + from.brief() + " to " + to.brief()
          + "; the registry is the truth.";
      case Note.RejectedBefore(var why) -> "This digest was rejected before (" + ReasonWords.of(why)
          + "); a person asked for it all the same.";
      case Note.StoredPassword() -> "Warning: the app pulls with a stored password, not with a managed identity.";
      case Note.UnwellBefore(var detail) -> "The app is not well before the rollout: " + detail + ".";
      case Note.UnseenBefore(var detail) -> "The relay cannot see the app (" + detail
          + "), and goes on since a person asked to go back.";
      case Note.Wrote(var image) -> "Azure took " + image(image) + ".";
      case Note.AlreadyConfigured(var image) ->
        "The app is configured for " + image(image) + " already; nothing was written.";
      case Note.MayBeOld(var image, var readFor) -> "Azure shows " + image(image)
          + " already, but that may be older than the last write: it is read again for up to " + length(readFor) + ".";
      case Note.WriteFailed(var detail) -> "The write failed and is tried again: " + detail + ".";
      case Note.LogLine(var line, var decisive) -> (decisive ? "Decisive log line: " : "Container log: ") + line;
      case Note.Resumed(var away) -> "The relay was away for " + length(away) + " and goes on from the saved state.";
      case Note.RestartedApp() -> "Restarted the app, since it does not answer on its rollback target.";
      case Note.AtRisk(var role, var image, var risk) -> atRisk(role, image, risk);
      case Note.StopRequested(var request) -> request.by().label() + " asked to "
          + (request.rollback() ? "roll back" : "cancel") + ": " + request.reason() + ".";
      case Note.BroughtForward(var delivery) -> delivery
          .map(id -> "Starts at once: delivery " + id + " reported the same image.")
          .orElse("Starts at once: a person asked for it.");
      case Note.RetryRequested(var by, var reason) ->
        "Starts at once: " + by.label() + " asked for it: " + reason + ".";
    };
  }

  public static String atRisk(ImageRole role, relay.image.PinnedImage image, ImageRisk risk) {
    return "At risk: the " + (role == ImageRole.LIVE ? "live image " : "rollback target ") + image.digest().brief()
        + (risk == ImageRisk.MISSING
            ? " is missing from the registry."
            : " has no tag any more, so retention may purge it.");
  }

  public static String hold(Hold hold) {
    return ReasonWords.of(hold.why()) + " (" + hold.by().label() + ")";
  }

  public static String holdReason(HoldReason why) {
    return ReasonWords.of(why);
  }

  public static String rejected(RejectReason why) {
    return ReasonWords.of(why);
  }

  public static String refusal(Refusal why) {
    return ReasonWords.of(why);
  }

  public static String evidence(Evidence evidence) {
    return ReasonWords.of(evidence);
  }

  /** Digest alone where it is pinned, else the image as Azure has it. */
  public static String image(ConfiguredImage image) {
    return image.pinned().map(pinned -> pinned.digest().brief()).orElseGet(image::toString);
  }

  public static String target(Optional<RollbackTarget> back) {
    return back.map(target -> image(target.configured())).orElse("nothing, which a person accepted");
  }

  /** What an effect does, for the audit log. */
  public static String effect(Effect effect) {
    return switch (effect) {
      case Effect.Live(var image, _) -> "takes " + image(image) + " as live";
      case Effect.FirstSight(var live, _) -> "first sight of " + live;
      case Effect.Reject(var digest, var why) -> "rejects " + digest.brief() + " (" + ReasonWords.of(why) + ")";
      case Effect.Unreject(var digest) -> "lifts the rejection of " + digest.brief();
      case Effect.HoldApp(var hold) -> "holds the app: " + ReasonWords.of(hold.why());
      case Effect.ReleaseApp() -> "releases the app";
      case Effect.EndDrift() -> "ends the drift";
      case Effect.Open(var request) -> "opens a rollout for " + desired(request.desired());
      case Effect.Supersede(var older, _) -> "supersedes rollout " + older;
      case Effect.Observed _ -> "records what was seen";
      case Effect.Announce(var announcement) -> "announces " + announcement.type();
    };
  }

  static String grade(Evidence evidence) {
    return word(evidence.grade());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** In the largest unit that says enough: {@code 12 s}, {@code 5 min}, {@code 3 h}. */
  static String length(Duration length) {
    if (length.compareTo(Duration.ofMinutes(2)) < 0) {
      return length.toSeconds() + " s";
    }
    return length.compareTo(Duration.ofHours(2)) < 0 ? length.toMinutes() + " min" : length.toHours() + " h";
  }
}
