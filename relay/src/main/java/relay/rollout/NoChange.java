package relay.rollout;

import java.util.Optional;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.image.Digest;
import relay.image.PinnedImage;

/** Why a rollout ended without anything to do, or with nothing allowed to be done. */
public sealed interface NoChange {
  /** The image is live and was proven here. */
  record AlreadyLive(PinnedImage image) implements NoChange {}

  /** Another rollout is bringing the same digest; follow that one. */
  record Joined(RolloutId rollout, PinnedImage image) implements NoChange {}

  /** The app is only observed: this is what would have been written; {@code back} empty when there is no target. */
  record Observed(ConfiguredImage from, PinnedImage target, Optional<RollbackTarget> back) implements NoChange {}

  /** Nothing drifted: the app runs what it is expected to run. */
  record AsExpected(ConfiguredImage live) implements NoChange {}

  /** A retry whose tag meanwhile names another image, or after which something newer was opened. */
  record Outdated() implements NoChange {}

  /** The digest that was looked at; empty when it did not come to that. */
  default Optional<Digest> digest() {
    return switch (this) {
      case AlreadyLive(var image) -> Optional.of(image.digest());
      case Joined(_, var image) -> Optional.of(image.digest());
      case Observed(_, var target, _) -> Optional.of(target.digest());
      case AsExpected(var live) -> live.pinned().map(PinnedImage::digest);
      case Outdated _ -> Optional.empty();
    };
  }

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case AlreadyLive _ -> "already-live";
      case Joined _ -> "joined";
      case Observed _ -> "observed";
      case AsExpected _ -> "as-expected";
      case Outdated _ -> "outdated";
    };
  }
}
