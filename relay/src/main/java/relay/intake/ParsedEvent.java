package relay.intake;

import java.time.Instant;
import java.util.Optional;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.push.Deletion;
import relay.push.Push;

/** What one event of a delivery amounts to. */
public sealed interface ParsedEvent {
  /**
   * Something to act on.
   *
   * @param registry the configured name
   * @param digest empty when the sender named none
   * @param at when the sender says it was
   */
  record Pushed(String registry, ImageReference image, Optional<Digest> digest, Instant at) implements ParsedEvent {
    /** The push for the record. */
    Push push() {
      return new Push(registry, image, digest, at);
    }
  }

  /** Acknowledged and recorded; nothing is deployed for it. */
  record Deleted(Deletion deletion) implements ParsedEvent {}

  /** Recorded, and not deployable until its push comes. */
  record Quarantined(PinnedImage image) implements ParsedEvent {}

  record Skipped(SkipReason why) implements ParsedEvent {}

  /** Why nothing is deployed for it; empty for a push that is acted on. */
  default Optional<SkipReason> skipped() {
    return switch (this) {
      case Pushed _ -> Optional.empty();
      case Deleted _ -> Optional.of(new SkipReason.Deletion());
      case Quarantined _ -> Optional.of(new SkipReason.Quarantine());
      case Skipped(var why) -> Optional.of(why);
    };
  }

  /** What it was, in a word: {@code push}, or the code of why it is skipped. Bounded, so it may be a metric's label. */
  default String code() {
    return skipped().map(SkipReason::code).orElse("push");
  }
}
