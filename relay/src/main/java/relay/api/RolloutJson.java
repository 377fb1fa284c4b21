package relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.health.Blame;
import relay.health.Evidence;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.NoChange;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Settled;
import relay.rollout.record.Moment;
import relay.rollout.record.Words;

/** A rollout as the API shows it. Members without a value are null, never left out. */
final class RolloutJson {
  private RolloutJson() {}

  static JsonObject of(Rollout rollout) {
    RolloutState state = rollout.state();
    Cause cause = rollout.request().cause();
    Optional<Change> change = state.changed();
    return new JsonObject()
        .put("id", rollout.id().value())
        .put("app", rollout.app().value())
        .put("cause", cause.label())
        .put("who", cause instanceof Cause.Manual manual ? who(manual.by()) : null)
        .put("reason", Words.cause(cause))
        .put("wanted", Words.desired(rollout.request().desired()))
        .put("digest", rollout.digest().map(Digest::value).orElse(null))
        .put("tag", rollout.request().desired().tagName().or(() -> change.flatMap(Change::tag)).orElse(null))
        .put("previous", change.map(Change::from).map(RolloutJson::image).orElse(null))
        .put("rollbackTarget",
            change.flatMap(Change::back).map(RollbackTarget::configured).map(RolloutJson::image).orElse(null))
        .put("state", state.label())
        .put("settled", state instanceof Settled)
        .put("outcome", outcome(state))
        .put("code", state.code().orElse(null))
        .put("why", Words.why(state).orElse(null))
        .put("evidence", evidence(state).map(RolloutJson::evidence).orElse(null))
        .put("blame", blame(state).map(RolloutJson::word).orElse(null))
        .put("follow", follow(state))
        .put("notBefore", rollout.request().notBefore().map(Object::toString).orElse(null))
        .put("opened", rollout.opened().toString())
        .put("changed", rollout.changed().toString());
  }

  static JsonObject with(Rollout rollout, List<Moment> timeline) {
    return of(rollout).put("timeline", new JsonArray(timeline.stream().map(RolloutJson::moment).toList()));
  }

  private static JsonObject moment(Moment moment) {
    String code = switch (moment.entry()) {
      case Moment.Entry.Opened(var request) -> request.cause().label();
      case Moment.Entry.Entered(var state) -> state.code().orElse(null);
      case Moment.Entry.Noted(var note) -> note.code();
    };
    return new JsonObject().put("at", moment.at().toString()).put("state", moment.state()).put("code", code)
        .put("sentence", Words.of(moment.entry()));
  }

  static @Nullable String who(Actor actor) {
    return actor.label();
  }

  /** The digest where it is pinned, else the image as Azure names it. */
  static String image(ConfiguredImage image) {
    return image.pinned().map(pinned -> pinned.digest().value()).orElseGet(image::toString);
  }

  /** Success only where the image that was wanted is live and proven; going back is a failure. */
  private static @Nullable String outcome(RolloutState state) {
    return switch (state) {
      case RolloutState.Active _ -> null;
      case RolloutState.Healthy _ -> "success";
      case RolloutState.Unchanged(var why) -> outcome(why);
      case RolloutState.RolledBack _,RolloutState.Stuck _,RolloutState.Refused _ -> "failure";
      case RolloutState.Superseded _,RolloutState.Cancelled _ -> "none";
    };
  }

  private static String outcome(NoChange why) {
    return switch (why) {
      case NoChange.AlreadyLive _,NoChange.AsExpected _ -> "success";
      case NoChange.Joined _,NoChange.Observed _,NoChange.Outdated _ -> "none";
    };
  }

  /** The rollout that brings what this one was for; null when it is this one. */
  private static @Nullable Long follow(RolloutState state) {
    return switch (state) {
      case RolloutState.Superseded(var by, _) -> by.value();
      case RolloutState.Unchanged(NoChange.Joined(var rollout, _)) -> rollout.value();
      default -> null;
    };
  }

  private static Optional<Evidence> evidence(RolloutState state) {
    return switch (state) {
      case RolloutState.Soaking(_, var evidence, _) -> Optional.of(evidence);
      case RolloutState.Healthy(_, var evidence) -> Optional.of(evidence);
      default -> Optional.empty(); // nothing was proven
    };
  }

  private static JsonObject evidence(Evidence evidence) {
    return new JsonObject().put("grade", word(evidence.grade())).put("basis", evidence.code())
        .put("how", Words.evidence(evidence));
  }

  private static Optional<Blame> blame(RolloutState state) {
    return switch (state) {
      case RolloutState.Restoring restoring -> Optional.of(restoring.blame());
      case RolloutState.RolledBack back -> Optional.of(back.blame());
      case RolloutState.Stuck stuck -> Optional.of(stuck.blame());
      default -> Optional.empty(); // nothing failed
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
