package relay.rollout.run;

import java.util.List;
import java.util.Optional;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.rollout.Change;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.WaitReason;
import relay.rollout.record.Note;

/** What came of checking one rollout. */
sealed interface CheckOutcome {
  /** The app may be switched. */
  record Go(Change change, List<Note> notes) implements CheckOutcome {
    public Go {
      notes = List.copyOf(notes);
    }
  }

  /** {@code image}: the digest that the reason concerns; empty when none was looked at. */
  record Refuse(Refusal why, Optional<Digest> image) implements CheckOutcome {}

  record Leave(NoChange why) implements CheckOutcome {}

  /** Another rollout of the app is not to be interrupted now. */
  record Wait(WaitReason why) implements CheckOutcome {}

  /** Someone else changed the image, and nobody has said yet what is to become of that. */
  record Drifted(ConfiguredImage expected, ConfiguredImage found) implements CheckOutcome {}

  /** Something more urgent came; nothing was found out. */
  record Cut() implements CheckOutcome {}
}
