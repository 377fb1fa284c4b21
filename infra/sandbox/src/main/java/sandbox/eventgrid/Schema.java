package sandbox.eventgrid;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** In which of its two forms a subscription is told its events. */
public enum Schema {
  EVENT_GRID,
  CLOUD_EVENTS;

  /** The event as a receiver sees it. */
  public JsonObject render(GridEvent event) {
    return switch (this) {
      case EVENT_GRID -> event.inEventGridSchema();
      case CLOUD_EVENTS -> event.inCloudEventsSchema();
    };
  }

  /** An array, except for one CloudEvent without batching. */
  String body(List<GridEvent> events, boolean batching) {
    if (this == CLOUD_EVENTS && !batching) {
      return render(events.getFirst()).encode();
    }
    return new JsonArray(events.stream().map(this::render).toList()).encode();
  }

  String contentType(boolean batching) {
    return switch (this) {
      case EVENT_GRID -> "application/json; charset=utf-8";
      case CLOUD_EVENTS -> batching
          ? "application/cloudevents-batch+json; charset=utf-8"
          : "application/cloudevents+json; charset=utf-8";
    };
  }

  /** {@code aeg-metadata-version} and, where the schema has one, {@code aeg-data-version}. */
  Map<String, String> versions(String dataVersion) {
    return switch (this) {
      case EVENT_GRID -> Map.of("aeg-metadata-version", "1", "aeg-data-version", dataVersion);
      case CLOUD_EVENTS -> Map.of("aeg-metadata-version", "1.0");
    };
  }

  /** A member that a dead letter adds, as this schema spells it. */
  String deadLetterMember(String name) {
    return this == CLOUD_EVENTS ? name.toLowerCase(Locale.ROOT) : name;
  }
}
