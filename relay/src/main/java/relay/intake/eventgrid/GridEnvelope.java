package relay.intake.eventgrid;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.intake.SkipReason;
import relay.intake.eventgrid.EventGridReader.Schema;
import relay.intake.eventgrid.EventGridReader.UnreadableException;
import relay.intake.json.EventJson;

/**
 * One event of either schema as far as its envelope goes.
 *
 * @param topic empty text when the event names none
 */
record GridEnvelope(String id, String topic, String type, Schema schema, EventJson event) {
  static final String VALIDATION = "SubscriptionValidationEvent";
  private static final String REGISTRY = "Microsoft.ContainerRegistry.";
  private static final String SERVICE = "Microsoft.EventGrid.";
  private static final Set<String> REGISTRY_TYPES = Set.of("ImagePushed", "ImageDeleted", "ChartPushed",
      "ChartDeleted");
  private static final Set<String> SERVICE_TYPES = Set.of(VALIDATION, "SubscriptionDeletedEvent");
  private static final List<String> GRID_TEXTS = List.of("id", "topic", "subject", "eventType", "eventTime",
      "dataVersion", "metadataVersion");
  private static final List<String> CLOUD_TEXTS = List.of("specversion", "id", "source", "subject", "type", "time",
      "datacontenttype");

  static GridEnvelope of(EventJson event) throws UnreadableException {
    boolean cloud = event.has("specversion");
    if (cloud && !event.anyText("specversion").equals(Optional.of("1.0"))) {
      throw new UnreadableException(new SkipReason.OtherVersion());
    }
    Optional<String> type = event.anyText(cloud ? "type" : "eventType");
    Optional<String> id = event.anyText("id");
    if (type.isEmpty() || id.isEmpty()) {
      throw new UnreadableException(new SkipReason.OtherSchema());
    }
    var envelope = new GridEnvelope(id.get(), event.anyText(cloud ? "source" : "topic").orElse(""), type.get(),
        cloud ? Schema.CLOUD_EVENTS : Schema.EVENT_GRID, event);
    if (envelope.known().isPresent() && !event.isObject("data")) {
      throw new UnreadableException(event.has("data") ? new SkipReason.OtherData() : new SkipReason.NoData());
    }
    return envelope;
  }

  /** The type's last part where the relay knows the type, {@code ImagePushed}; an old form of it has nothing else. */
  Optional<String> known() {
    String last = type.substring(type.lastIndexOf('.') + 1);
    String before = type.substring(0, type.length() - last.length());
    boolean registry = REGISTRY_TYPES.contains(last) && (before.isEmpty() || before.equals(REGISTRY));
    boolean service = SERVICE_TYPES.contains(last) && before.equals(SERVICE);
    return registry || service ? Optional.of(last) : Optional.empty();
  }

  /** What is inside, by a reader that never sees the event itself: only what {@link #rebuilt} makes of it. */
  GridEvent content(EventGridReader reader) throws UnreadableException {
    String known = known().orElseThrow();
    return reader.read(rebuilt(), schema, (REGISTRY_TYPES.contains(known) ? REGISTRY : SERVICE) + known);
  }

  /**
   * The event again, from the known members of the right type: Azure's classes may read for ever at anything else, a list
   * or an object in the place of a text say, or data in base64.
   */
  private String rebuilt() {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    copy(event, whole, schema == Schema.CLOUD_EVENTS ? CLOUD_TEXTS : GRID_TEXTS);
    EventJson data = event.anyObject("data");
    ObjectNode inside = whole.putObject("data");
    copy(data, inside, List.of("id", "timestamp", "action", "validationCode"));
    copyObject(data, inside, "target", List.of("mediaType", "repository", "digest", "tag"));
    copyObject(data, inside, "request", List.of("host"));
    copyObject(data, inside, "connectedRegistry", List.of("name"));
    return whole.toString();
  }

  private static void copyObject(EventJson from, ObjectNode to, String member, List<String> texts) {
    if (from.isObject(member)) {
      copy(from.anyObject(member), to.putObject(member), texts);
    }
  }

  private static void copy(EventJson from, ObjectNode to, List<String> texts) {
    texts.forEach(member -> from.verbatim(member).ifPresent(text -> to.put(member, text)));
  }
}
