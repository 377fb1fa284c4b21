package relay.notify;

import io.vertx.core.json.JsonObject;
import relay.rollout.Announcement;

/**
 * An announcement as a CloudEvents 1.0 message in structured mode.
 *
 * @param id the same for every try, also after a restart, so that a receiver can tell a repeat
 */
record Event(String id, String body) {
  static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

  static Event of(Outbox.Waiting waiting, String source) {
    Announcement told = waiting.announcement();
    var data = new JsonObject();
    told.facts().forEach(data::put);
    data.put("app", told.app().value());
    told.rollout().ifPresent(rollout -> data.put("rollout", rollout.value()));
    String id = "relay_" + waiting.id() + "_" + told.at().toEpochMilli(); // a new journal counts from 1 again
    var event = new JsonObject()
        .put("specversion", "1.0")
        .put("id", id)
        .put("source", source)
        .put("type", told.rollout().isPresent() ? "relay.rollout." + told.type() : "relay.app." + told.type())
        .put("subject", told.app().value())
        .put("time", told.at().toString())
        .put("datacontenttype", "application/json")
        .put("data", data);
    return new Event(id, event.encode());
  }
}
