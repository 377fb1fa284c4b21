package relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import relay.health.Blame;
import relay.health.Evidence;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Journal.Moment;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Settled;

/** A rollout as the API shows it. Members without a value are null, never left out. */
final class RolloutJson {
  private RolloutJson() {}

  static JsonObject of(Rollout rollout) {
    RolloutState state = rollout.state();
    DesiredImage wanted = rollout.request().wanted();
    Cause cause = rollout.request().cause();
    return new JsonObject()
        .put("id", rollout.id().value())
        .put("app", rollout.app().value())
        .put("cause", cause.label())
        .put("who", who(cause))
        .put("reason", reason(cause))
        .put("wanted", wanted.inWords())
        .put("digest", digest(state).or(wanted::digest).map(Digest::value).orElse(null))
        .put("tag", wanted.tagName().or(() -> change(state).flatMap(Change::tag)).orElse(null))
        .put("state", state.label())
        .put("settled", state instanceof Settled)
        .put("outcome", outcome(state))
        .put("evidence", evidence(state).map(RolloutJson::evidence).orElse(null))
        .put("blame", blame(state).map(RolloutJson::word).orElse(null))
        .put("why", why(state))
        .put("opened", rollout.opened().toString())
        .put("changed", rollout.changed().toString());
  }

  static JsonObject with(Rollout rollout, List<Moment> timeline) {
    return of(rollout).put("timeline", new JsonArray(timeline.stream().map(moment -> new JsonObject()
        .put("at", moment.at().toString()).put("state", moment.state()).put("sentence", moment.sentence())).toList()));
  }

  /** Going back is a failure: the image that was wanted is not live. */
  private static @Nullable String outcome(RolloutState state) {
    return switch (state) {
      case RolloutState.Active _ -> null;
      case RolloutState.Healthy _,RolloutState.Unchanged _ -> "success";
      case RolloutState.RolledBack _,RolloutState.Stuck _,RolloutState.Refused _ -> "failure";
      case RolloutState.Superseded _,RolloutState.Cancelled _ -> "none";
    };
  }

  private static @Nullable String who(Cause cause) {
    return switch (cause) {
      case Cause.Asked asked -> asked.who();
      case Cause.Pushed _,Cause.Reconciled _,Cause.Retried _ -> null;
    };
  }

  private static String reason(Cause cause) {
    return switch (cause) {
      case Cause.Pushed(var delivery, var tag) -> "delivery " + delivery + " told of a push of " + tag;
      case Cause.Asked asked -> asked.reason();
      case Cause.Reconciled(var found) -> found;
      case Cause.Retried(var earlier, var attempt) -> "try " + attempt + " after rollout " + earlier;
    };
  }

  private static Optional<Change> change(RolloutState state) {
    return switch (state) {
      case RolloutState.Touched touched -> Optional.of(touched.change());
      case RolloutState.Restoring restoring -> Optional.of(restoring.change());
      case RolloutState.RolledBack back -> Optional.of(back.change());
      case RolloutState.Stuck stuck -> Optional.of(stuck.change());
      default -> Optional.empty(); // never touched, or over without a need for it
    };
  }

  private static Optional<Digest> digest(RolloutState state) {
    return state instanceof RolloutState.Healthy(var live, _)
        ? Optional.of(live.digest())
        : change(state).map(change -> change.target().digest());
  }

  private static Optional<Evidence> evidence(RolloutState state) {
    return switch (state) {
      case RolloutState.Soaking(_, var evidence, _) -> Optional.of(evidence);
      case RolloutState.Healthy(_, var evidence) -> Optional.of(evidence);
      default -> Optional.empty(); // nothing was proven
    };
  }

  private static JsonObject evidence(Evidence evidence) {
    return new JsonObject().put("grade", word(evidence.grade())).put("how", evidence.how());
  }

  private static Optional<Blame> blame(RolloutState state) {
    return switch (state) {
      case RolloutState.Restoring restoring -> Optional.of(restoring.blame());
      case RolloutState.RolledBack back -> Optional.of(back.blame());
      case RolloutState.Stuck stuck -> Optional.of(stuck.blame());
      default -> Optional.empty(); // nothing failed
    };
  }

  private static @Nullable String why(RolloutState state) {
    return switch (state) {
      case RolloutState.Waiting(var cause) -> cause;
      case RolloutState.Restoring restoring -> restoring.why();
      case RolloutState.RolledBack back -> back.why();
      case RolloutState.Stuck stuck -> stuck.why();
      case RolloutState.Refused(var why) -> why;
      case RolloutState.Unchanged(var why) -> why;
      case RolloutState.Superseded(var by, _) -> "rollout " + by + " took over";
      case RolloutState.Cancelled(var who, var why) -> who + ": " + why;
      default -> null; // under way, or Healthy, whose evidence says it
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
