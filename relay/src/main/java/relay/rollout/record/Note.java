package relay.rollout.record;

import java.time.Duration;
import java.util.Optional;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.RejectReason;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.rollout.StopRequest;

/** Something that happened in a rollout without a change of its state. */
public sealed interface Note {
  /** The tag names another digest by now; the registry is the truth. */
  record TagMoved(Digest from, Digest to) implements Note {}

  /** A person asked for a digest that was rejected before. */
  record RejectedBefore(RejectReason why) implements Note {}

  record StoredPassword() implements Note {}

  /** The app is not well before it is touched. */
  record UnwellBefore(String detail) implements Note {}

  /** The relay cannot see the app, and goes on since a person asked to go back. */
  record UnseenBefore(String detail) implements Note {}

  /** Azure took the image. */
  record Wrote(ConfiguredImage image) implements Note {}

  /** The app was configured so already: nothing was written. */
  record AlreadyConfigured(ConfiguredImage image) implements Note {}

  /** Azure shows the image, but what it shows may be older than a write of the relay's own; it is read for so long. */
  record MayBeOld(ConfiguredImage image, Duration readFor) implements Note {}

  /** A write did not succeed and is tried again. */
  record WriteFailed(String detail) implements Note {}

  /** A line of the container log, scrubbed; {@code decisive} when it shows why the rollout failed. */
  record LogLine(String line, boolean decisive) implements Note {}

  /** The relay was away, and goes on from the saved state. */
  record Resumed(Duration away) implements Note {}

  record RestartedApp() implements Note {}

  /** An image that the app depends on is at risk. */
  record AtRisk(ImageRole role, PinnedImage image, ImageRisk risk) implements Note {}

  /** A person asked for the end of the rollout. */
  record StopRequested(StopRequest request) implements Note {}

  /** A push reported the same digest; a pending retry starts at once. {@code delivery} empty when it was no push. */
  record BroughtForward(Optional<Long> delivery) implements Note {}

  /** A person asked for a pending retry now; it starts at once. */
  record RetryRequested(Actor by, String reason) implements Note {}

  /** Stable: clients depend on it. */
  default String code() {
    return switch (this) {
      case TagMoved _ -> "tag-moved";
      case RejectedBefore _ -> "rejected-before";
      case StoredPassword _ -> "stored-password";
      case UnwellBefore _ -> "unwell-before";
      case UnseenBefore _ -> "unseen-before";
      case Wrote _ -> "wrote";
      case AlreadyConfigured _ -> "already-configured";
      case MayBeOld _ -> "may-be-old";
      case WriteFailed _ -> "write-failed";
      case LogLine(_, var decisive) -> decisive ? "decisive-log-line" : "log-line";
      case Resumed _ -> "resumed";
      case RestartedApp _ -> "restarted-app";
      case AtRisk(_, _, var risk) -> "image-" + risk.label();
      case StopRequested _ -> "stop-requested";
      case BroughtForward _ -> "brought-forward";
      case RetryRequested _ -> "retry-requested";
    };
  }
}
