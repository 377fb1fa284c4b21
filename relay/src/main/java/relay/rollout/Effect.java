package relay.rollout;

import java.util.Optional;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.image.Digest;
import relay.image.PinnedImage;

/** What a saved state brings with it, committed together with it or not at all. */
public sealed interface Effect {
  /** From now on the app is expected to run this; {@code tag} is what it was pinned from. */
  record Expect(ConfiguredImage live, Optional<String> tag) implements Effect {}

  /** What the app runs can no longer be told. */
  record ExpectNothing() implements Effect {}

  /**
   * The app was seen for the first time.
   *
   * @param presumed what {@code live} names in the repository; empty when it is of another one, or a tag that the
   *        registry does not know: then {@code live} is kept as {@link AppRecord#foreign}
   */
  record FirstSight(ConfiguredImage live, Optional<PinnedImage> presumed) implements Effect {}

  /** This digest is not tried here again until a person says so. */
  record Reject(Digest digest, String why) implements Effect {}

  /** A rejected digest may be tried again. */
  record Forgive(Digest digest) implements Effect {}

  /** Automatic causes wait from now on; an existing hold stays as it is. */
  record HoldApp(Hold hold) implements Effect {}

  record ReleaseApp() implements Effect {}

  /** The image is again what it should be: lifts a hold that stands for drift; a person's stays. */
  record EndDrift() implements Effect {}

  /** Opens another rollout (a retry). */
  record Open(RolloutRequest request) implements Effect {}

  /** Tell the world: a row for the outgoing webhook. */
  record Announce(Announcement announcement) implements Effect {}
}
