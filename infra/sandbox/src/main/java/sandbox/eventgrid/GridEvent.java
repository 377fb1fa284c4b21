package sandbox.eventgrid;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * One event at a topic, whatever schema it will be told in.
 *
 * @param id Event Grid's own, other than that of the data
 * @param topic the resource id of its source
 * @param type like {@code Microsoft.ContainerRegistry.ImagePushed}
 * @param subject like {@code repo:tag}
 * @param dataVersion only told in Event Grid's own schema
 */
public record GridEvent(String id, String topic, String type, String subject, Instant time, JsonObject data,
    String dataVersion) {
  private static final String DELETED = "Microsoft.EventGrid.SubscriptionDeletedEvent";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'")
      .withZone(ZoneOffset.UTC);

  /** A new event, now. */
  public static GridEvent of(String topic, String type, String subject, JsonObject data) {
    return new GridEvent(UUID.randomUUID().toString(), topic, type, subject, Instant.now(), data, "1.0");
  }

  /** What a subscription is told when it is taken away. */
  static GridEvent subscriptionDeleted(String topic, String subscriptionId) {
    return new GridEvent(UUID.randomUUID().toString(), topic, DELETED, "", Instant.now(),
        new JsonObject().put("eventSubscriptionId", subscriptionId), "1");
  }

  /** What {@code aeg-event-type} says of it. */
  String kind() {
    return type.equals(DELETED) ? "SubscriptionDeletion" : "Notification";
  }

  JsonObject inEventGridSchema() {
    return new JsonObject().put("id", id).put("topic", topic).put("subject", subject).put("eventType", type)
        .put("eventTime", TIME.format(time)).put("data", data).put("dataVersion", dataVersion)
        .put("metadataVersion", "1");
  }

  JsonObject inCloudEventsSchema() {
    return new JsonObject().put("id", id).put("source", topic).put("specversion", "1.0").put("type", type)
        .put("subject", subject).put("time", TIME.format(time)).put("data", data);
  }

  static String text(Instant time) { return TIME.format(time); }
}
