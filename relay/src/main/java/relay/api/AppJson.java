package relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.Observation;
import relay.app.ProvenImage;
import relay.app.RejectReason;
import relay.app.RollbackTarget;
import relay.image.Digest;
import relay.rollout.AppCondition;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.record.Words;

/** An app as the API shows it. Members without a value are null, never left out. */
final class AppJson {
  private AppJson() {}

  /** What the journal holds of an app at one moment. */
  record Seen(AppRecord record, Optional<Rollout> newest, List<Rollout> unfinished, Optional<Rollout> stuck) {
    Optional<Change> change() {
      return unfinished.stream().filter(Rollout::isUnderWay).findFirst().flatMap(rollout -> rollout.state().changed());
    }
  }

  /** {@code live} is what was last written or read: the digest where it is pinned, else the image as Azure names it. */
  static JsonObject of(ManagedApp app, Seen seen) {
    AppSettings settings = app.settings();
    AppRecord record = seen.record();
    Optional<Change> change = seen.change();
    return new JsonObject()
        .put("name", settings.name().value())
        .put("mode", settings.mode().name().toLowerCase(Locale.ROOT))
        .put("registry", settings.registry())
        .put("repository", settings.repository().toString())
        .put("site", app.site())
        .put("condition", AppCondition.of(record, seen.unfinished(), seen.stuck()).label())
        .put("live", record.configured().map(RolloutJson::image).orElse(null))
        .put("liveTag", record.configured().equals(record.live()) ? record.liveTag().orElse(null) : null)
        .put("target", change.map(Change::target).map(image -> image.digest().value()).orElse(null))
        .put("previous", change.map(Change::from).map(RolloutJson::image).orElse(null))
        .put("rollbackTarget",
            change.flatMap(Change::back).map(RollbackTarget::configured).map(RolloutJson::image).orElse(null))
        .put("state", seen.newest().map(rollout -> rollout.state().label()).orElse("idle"))
        .put("why", seen.newest().map(Rollout::state).filter(state -> !(state instanceof RolloutState.Healthy))
            .flatMap(Words::why).orElse(null))
        .put("rollout", seen.newest().map(rollout -> rollout.id().value()).orElse(null))
        .put("lastLook", record.observation().map(AppJson::look).orElse(null))
        .put("hold", record.hold().map(AppJson::hold).orElse(null))
        .put("proven", new JsonArray(record.proven().stream().map(AppJson::proven).toList()))
        .put("rejected", new JsonArray(record.rejected().entrySet().stream().sorted(Map.Entry.comparingByKey(
            (one, other) -> one.value().compareTo(other.value()))).map(AppJson::rejected).toList()));
  }

  private static JsonObject hold(Hold hold) {
    return new JsonObject().put("who", hold.by().label()).put("code", hold.why().code())
        .put("why", Words.holdReason(hold.why())).put("since", hold.since().toString());
  }

  private static JsonObject look(Observation look) {
    return new JsonObject().put("code", switch (look.condition()) {
      case Observation.Condition.Well() -> "well";
      case Observation.Condition.Unwell _ -> "unwell";
      case Observation.Condition.Drifted _ -> "drifted";
      case Observation.Condition.Unseen(var code, _) -> code;
    }).put("detail", detail(look.condition())).put("since", look.since().toString());
  }

  private static @Nullable String detail(Observation.Condition condition) {
    return switch (condition) {
      case Observation.Condition.Well() -> null;
      case Observation.Condition.Unwell(var detail) -> detail;
      case Observation.Condition.Drifted(var found) -> "someone else configured " + found;
      case Observation.Condition.Unseen(_, var detail) -> detail;
    };
  }

  private static JsonObject proven(ProvenImage proven) {
    return new JsonObject().put("digest", proven.image().digest().value()).put("tag", proven.tag().orElse(null));
  }

  private static JsonObject rejected(Map.Entry<Digest, RejectReason> entry) {
    return new JsonObject().put("digest", entry.getKey().value()).put("code", entry.getValue().code())
        .put("why", Words.rejected(entry.getValue()));
  }

  /** What infrastructure code needs so that it does not undo the relay's work. */
  static JsonObject image(ConfiguredImage live, Optional<String> tag) {
    return new JsonObject().put("image", live.toString()).put("linuxFxVersion", live.verbatim())
        .put("tag", tag.orElse(null));
  }
}
