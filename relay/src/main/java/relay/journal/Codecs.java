package relay.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import relay.app.Hold;
import relay.image.PinnedImage;
import relay.push.Deletion;
import relay.rollout.Announcement;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;

/** All kinds of values that the journal keeps as JSON. */
record Codecs(Codec<RolloutState> states, Codec<RolloutRequest> requests, Codec<PinnedImage> images,
    Codec<Hold> holds, Codec<Announcement> announcements, Codec<List<String>> sentences,
    Codec<List<Deletion>> deletions, Codec<List<PinnedImage>> imageLists) {

  static Codecs standard() {
    JsonMapper json = JsonShapes.mapper();
    return new Codecs(new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}),
        new Codec<>(json, new TypeReference<>() {}), new Codec<>(json, new TypeReference<>() {}));
  }
}
