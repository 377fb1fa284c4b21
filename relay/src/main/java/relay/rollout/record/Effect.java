package relay.rollout.record;

import java.util.Optional;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.Observation;
import relay.app.RejectReason;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;

/** What a saved state brings with it, committed together with it or not at all. */
public sealed interface Effect {
  /** This is what the app is now configured to run, as last written or read; {@code tag}: what it was pinned from. */
  record Live(ConfiguredImage image, Optional<String> tag) implements Effect {}

  /**
   * The app was seen for the first time; ignored when it was seen before.
   *
   * @param presumed what {@code live} names in the repository; empty when it is of another one, or a tag that the
   *        registry does not know: then {@code live} is kept as {@link relay.app.AppRecord#foreign}
   */
  record FirstSight(ConfiguredImage live, Optional<PinnedImage> presumed) implements Effect {}

  /** This digest is not tried here again until a person says so. */
  record Reject(Digest digest, RejectReason why) implements Effect {}

  /** A rejected digest may be tried again. */
  record Unreject(Digest digest) implements Effect {}

  /** Automatic causes wait from now on; an existing hold stays unless it {@link Hold#yieldsTo yields}. */
  record HoldApp(Hold hold) implements Effect {}

  record ReleaseApp() implements Effect {}

  /** The image is again what it should be: lifts a hold that stands for drift; a person's stays. */
  record EndDrift() implements Effect {}

  /** Opens another rollout (a retry, a revert). */
  record Open(RolloutRequest request) implements Effect {}

  /**
   * Ends an older rollout as superseded by the one that is saved; the whole transaction fails when it is no longer at
   * {@code version}.
   */
  record Supersede(RolloutId older, long version) implements Effect {}

  /** What a look at the idle app showed. */
  record Observed(Observation observation) implements Effect {}

  /** Tell the world: a row for the outgoing webhook. */
  record Announce(Announcement announcement) implements Effect {}
}
