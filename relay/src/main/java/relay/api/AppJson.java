package relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.rollout.Rollout;

/** An app as the API shows it. Members without a value are null, never left out. */
final class AppJson {
  private AppJson() {}

  /** {@code live} is the digest where the app is pinned to one, else the image as Azure names it. */
  static JsonObject of(ManagedApp app, AppRecord memory, Optional<Rollout> newest) {
    AppSettings settings = app.settings();
    return new JsonObject()
        .put("name", settings.name().value())
        .put("mode", settings.mode().name().toLowerCase(Locale.ROOT))
        .put("registry", settings.registry())
        .put("repository", settings.repository().toString())
        .put("site", app.site())
        .put("live", memory.expected().map(AppJson::live).orElse(null))
        .put("liveTag", memory.liveTag().orElse(null))
        .put("state", newest.map(rollout -> rollout.state().label()).orElse("idle"))
        .put("rollout", newest.map(rollout -> rollout.id().value()).orElse(null))
        .put("hold", memory.hold().map(hold -> new JsonObject().put("who", hold.who()).put("why", hold.why())
            .put("since", hold.since().toString())).orElse(null))
        .put("rejected", new JsonArray(memory.rejected().entrySet().stream().sorted(Map.Entry.comparingByKey(
            (one, other) -> one.value().compareTo(other.value()))).map(AppJson::rejected).toList()));
  }

  private static String live(ConfiguredImage live) {
    return live.pinned().map(image -> image.digest().value()).orElseGet(live::toString);
  }

  private static JsonObject rejected(Map.Entry<Digest, String> entry) {
    return new JsonObject().put("digest", entry.getKey().value()).put("why", entry.getValue());
  }

  /** What infrastructure code needs so that it does not undo the relay's work. */
  static JsonObject image(ConfiguredImage live, Optional<String> tag) {
    return new JsonObject().put("image", live.toString()).put("linuxFxVersion", live.verbatim())
        .put("tag", tag.orElse(null));
  }
}
