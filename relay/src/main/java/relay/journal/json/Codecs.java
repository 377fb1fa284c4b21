package relay.journal.json;

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
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.StopRequest;
import relay.rollout.record.Announcement;
import relay.rollout.record.Moment;

/** All kinds of values that the journal keeps as JSON. */
public record Codecs(Codec<RolloutState> states, Codec<RolloutRequest> requests, Codec<Moment.Entry> entries,
    Codec<StopRequest> stops, Codec<PinnedImage> images, Codec<Hold> holds, Codec<RejectReason> rejections,
    Codec<Observation> observations, Codec<Announcement> announcements, Codec<PushOutcome> outcomes,
    Codec<List<SkippedEvents>> skipped, Codec<List<Deletion>> deletions, Codec<List<PinnedImage>> imageLists) {

  public static Codecs standard() {
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
