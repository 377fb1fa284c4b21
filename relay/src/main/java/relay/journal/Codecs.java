package relay.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import relay.app.Hold;
import relay.app.Observation;
import relay.app.RejectReason;
import relay.image.PinnedImage;
import relay.intake.SkippedEvents;
import relay.push.Deletion;
import relay.push.PushOutcome;
import relay.rollout.Announcement;
import relay.rollout.Moment;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.StopRequest;

/** All kinds of values that the journal keeps as JSON. */
record Codecs(Codec<RolloutState> states, Codec<RolloutRequest> requests, Codec<Moment.Entry> entries,
    Codec<StopRequest> stops, Codec<PinnedImage> images, Codec<Hold> holds, Codec<RejectReason> rejections,
    Codec<Observation> observations, Codec<Announcement> announcements, Codec<PushOutcome> outcomes,
    Codec<List<SkippedEvents>> skipped, Codec<List<Deletion>> deletions, Codec<List<PinnedImage>> imageLists) {

  static Codecs standard() {
    JsonMapper json = JsonShapes.mapper();
    return new Codecs(new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}));
  }
}
