package relay.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.intake.Delivery;
import relay.intake.Inbox.RecordedDelivery;
import relay.intake.SkippedEvents;
import relay.push.Deletion;
import relay.push.Push;
import relay.push.PushOutcome;

/** A delivery as the API shows it. */
final class DeliveryJson {
  private DeliveryJson() {}

  static JsonObject of(RecordedDelivery recorded) {
    Delivery delivery = recorded.delivery();
    return new JsonObject()
        .put("id", recorded.id())
        .put("receiver", delivery.receiver())
        .put("registry", delivery.registry())
        .put("received", delivery.received().toString())
        .put("event", delivery.event().orElse(null))
        .put("action", delivery.action())
        .put("pushes", new JsonArray(delivery.pushes().stream().map(DeliveryJson::push).toList()))
        .put("deletions", new JsonArray(delivery.deletions().stream().map(DeliveryJson::deletion).toList()))
        .put("quarantined", new JsonArray(delivery.quarantined().stream().map(PinnedImage::toString).toList()))
        .put("skipped", new JsonArray(delivery.skipped().stream().map(DeliveryJson::skipped).toList()))
        .put("outcomes", new JsonArray(recorded.outcomes().stream().map(DeliveryJson::outcome).toList()));
  }

  static JsonObject withBody(RecordedDelivery recorded) {
    return of(recorded).put("body", recorded.delivery().body());
  }

  private static JsonObject deletion(Deletion deletion) {
    return new JsonObject().put("repository", deletion.repository().toString())
        .put("digest", deletion.digest().map(Digest::value).orElse(null)).put("tag", deletion.tag().orElse(null));
  }

  private static JsonObject skipped(SkippedEvents events) {
    return new JsonObject().put("code", events.code()).put("sentence", events.sentence());
  }

  private static JsonObject outcome(PushOutcome outcome) {
    return new JsonObject().put("code", outcome.code()).put("sentence", outcome.sentence());
  }

  private static JsonObject push(Push push) {
    return new JsonObject().put("image", push.image().toString()).put("tag", push.image().tag())
        .put("digest", push.digest().map(Digest::value).orElse(null)).put("at", push.at().toString());
  }
}
