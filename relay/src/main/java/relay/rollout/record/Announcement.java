package relay.rollout.record;

import java.time.Instant;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.image.PinnedImage;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;

/** Something that people outside want to hear. */
public record Announcement(AppName app, Instant at, Subject subject) {
  /** What it is about. */
  public sealed interface Subject {
    /** A rollout ended in a way that is news: healthy, rolled back, stuck, refused. */
    record Ended(RolloutId rollout, RolloutRequest request, RolloutState end) implements Subject {}

    /** Someone else changed the image. */
    record DriftFound(ConfiguredImage expected, ConfiguredImage found) implements Subject {}

    /** An image that the app depends on is at risk. */
    record ImageAtRisk(ImageRole role, PinnedImage image, ImageRisk risk) implements Subject {}
  }

  /** Stable word for the kind of news. */
  public String type() {
    return switch (subject) {
      case Subject.Ended(_, _, var end) -> end.label();
      case Subject.DriftFound _ -> "drift";
      case Subject.ImageAtRisk _ -> "image-at-risk";
    };
  }
}
