package relay.notify;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import relay.health.Blame;
import relay.rollout.Change;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.record.Announcement;
import relay.rollout.record.Announcement.Subject;
import relay.rollout.record.Words;

/**
 * An announcement as a CloudEvents 1.0 message in structured mode.
 *
 * @param id the same for every try, also after a restart, so that a receiver can tell a repeat
 */
record Event(String id, String body) {
  static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

  static Event of(Outbox.Waiting waiting, String source) {
    Announcement news = waiting.announcement();
    JsonObject data = data(news.subject()).put("app", news.app().value());
    String id = "relay_" + waiting.id() + "_" + news.at().toEpochMilli(); // a new journal counts from 1 again
    var event = new JsonObject()
        .put("specversion", "1.0")
        .put("id", id)
        .put("source", source)
        .put("type", (news.subject() instanceof Subject.Ended ? "relay.rollout." : "relay.app.") + news.type())
        .put("subject", news.app().value())
        .put("time", news.at().toString())
        .put("datacontenttype", "application/json")
        .put("data", data);
    return new Event(id, event.encode());
  }

  private static JsonObject data(Subject subject) {
    return switch (subject) {
      case Subject.Ended ended -> ended(ended);
      case Subject.DriftFound(var expected, var found) -> new JsonObject().put("expected", expected.toString())
          .put("found", found.toString());
      case Subject.ImageAtRisk(var role, var image, var risk) -> new JsonObject().put("role", role.label())
          .put("image", image.toString()).put("risk", risk.label());
    };
  }

  private static JsonObject ended(Subject.Ended ended) {
    RolloutState end = ended.end();
    var data = new JsonObject().put("rollout", ended.rollout().value())
        .put("cause", ended.request().cause().label());
    ended.request().desired().tagName().ifPresent(tag -> data.put("tag", tag));
    end.changed().map(Change::target).ifPresent(target -> data.put("image", target.toString()));
    end.code().ifPresent(code -> data.put("code", code));
    Words.why(end).ifPresent(why -> data.put("why", why));
    switch (end) {
      case Healthy(_, var evidence) ->
        data.put("evidence", evidence.grade().name().toLowerCase(Locale.ROOT));
      case RolledBack back -> failed(data, back.change(), back.blame());
      case Stuck stuck -> failed(data, stuck.change(), stuck.blame());
      default -> {
      }
    }
    return data;
  }

  private static void failed(JsonObject data, Change change, Blame blame) {
    Optional<String> back = change.back().map(target -> target.configured().toString());
    back.ifPresent(target -> data.put("rollbackTarget", target));
    data.put("blame", blame.name().toLowerCase(Locale.ROOT));
  }
}
