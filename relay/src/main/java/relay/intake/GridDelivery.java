package relay.intake;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.intake.EventGridReader.Schema;
import relay.intake.EventGridReader.Unreadable;
import relay.intake.Received.Answer;
import relay.intake.Received.Keep;
import relay.intake.Told.Kind;

/**
 * Reads a request of Event Grid in either schema, single or a batch (azure-contracts 2): good events count, bad ones are
 * told of with their reason, and neither keeps the other from being recorded. Safe with any bytes.
 */
final class GridDelivery {
  static final String DOOR = "eventgrid";
  static final String EVENT_TYPE = "aeg-event-type";
  static final String SUBSCRIPTION = "aeg-subscription-name";
  static final String VALIDATION = "SubscriptionValidation";
  private static final String REGISTRY = "Microsoft.ContainerRegistry.";
  private static final String SERVICE = "Microsoft.EventGrid.";
  private static final Set<String> REGISTRY_TYPES = Set.of("ImagePushed", "ImageDeleted", "ChartPushed",
      "ChartDeleted");
  private static final Set<String> SERVICE_TYPES = Set.of("SubscriptionValidationEvent", "SubscriptionDeletedEvent");

  private final EventGridSettings settings;
  private final EventGridReader reader;

  GridDelivery(EventGridSettings settings, EventGridReader reader) {
    this.settings = settings;
    this.reader = reader;
  }

  /** One event as far as its envelope goes. */
  private record Envelope(String id, String topic, String type, Schema schema) {
    /** The type's last part where the relay knows the type, {@code ImagePushed}; an old form of it has nothing else. */
    Optional<String> known() {
      String last = type.substring(type.lastIndexOf('.') + 1);
      String before = type.substring(0, type.length() - last.length());
      boolean registry = REGISTRY_TYPES.contains(last) && (before.isEmpty() || before.equals(REGISTRY));
      boolean service = SERVICE_TYPES.contains(last) && before.equals(SERVICE);
      return registry || service ? Optional.of(last) : Optional.empty();
    }

    String qualified(String known) {
      return (REGISTRY_TYPES.contains(known) ? REGISTRY : SERVICE) + known;
    }
  }

  /** @throws ProblemException when nothing of it can be read, or a subscription asks that is not expected */
  Received read(byte[] body, MultiMap headers, Instant received) {
    String text = EventJson.text(body);
    List<String> items = JsonItems.of(text);
    if (VALIDATION.equalsIgnoreCase(headers.get(EVENT_TYPE))) {
      return validation(text, items, headers, received);
    }
    boolean expected = Optional.ofNullable(headers.get(SUBSCRIPTION)).filter(settings::knowsSubscription).isPresent();
    var batch = new Batch(expected, received);
    List<Told> told = items.stream().map(batch::read).toList();
    String action = items.size() == 1 ? batch.action : items.isEmpty() ? "empty" : "batch";
    Optional<String> id = items.size() == 1 ? batch.seen.stream().findFirst().map(Seen::id) : Optional.empty();
    return Received.of(envelope(text, received, id, action), told, Answer.OK, Keep.ALWAYS);
  }

  private Received.Envelope envelope(String text, Instant received, Optional<String> id, String action) {
    return new Received.Envelope(DOOR, settings.origin().registry(), received, id, action, text);
  }

  private record Seen(String topic, String id) {}

  /** The events of one request, read one after the other. */
  private final class Batch {
    private final boolean expected;
    private final Instant received;
    private final Set<Seen> seen = new HashSet<>();
    private String action = "unreadable";

    Batch(boolean expected, Instant received) {
      this.expected = expected;
      this.received = received;
    }

    Told read(String item) {
      try {
        EventJson event = EventJson.parse(item);
        Envelope envelope = envelopeOf(event);
        action = envelope.known().orElse("other");
        return seen.add(new Seen(envelope.topic(), envelope.id())) || envelope.id().isEmpty()
            ? told(event, envelope)
            : new Told.Nothing(Kind.REPEATED, "told before in this delivery");
      } catch (Unreadable e) {
        return new Told.Nothing(Kind.UNREADABLE, e.why());
      } catch (ProblemException refusal) {
        String why = refusal.problem() instanceof Problem.Malformed(var detail)
            ? detail.replace("the body", "the event")
            : "it cannot be read";
        return new Told.Nothing(Kind.UNREADABLE, why);
      }
    }

    private Told told(EventJson json, Envelope envelope) throws Unreadable {
      if (!expected) {
        return new Told.Nothing(Kind.OTHER_SUBSCRIPTION, "it is of an event subscription that is not listed");
      }
      if (!settings.knowsTopic(envelope.topic())) {
        return new Told.Nothing(Kind.OTHER_TOPIC, "it is of a topic that is not listed");
      }
      Optional<String> known = envelope.known();
      if (known.isEmpty()) {
        return new Told.Nothing(Kind.UNKNOWN_TYPE, "its type is not one that the relay knows");
      }
      GridEvent event = content(json, envelope);
      return switch (event) {
        case GridEvent.Image(_, _, var edge) when edge.isPresent() -> new Told.Nothing(Kind.CONNECTED_REGISTRY,
            "it happened at a connected registry: it counts once it is in this one");
        case GridEvent.Image(var happened, var what, _) -> switch (happened) {
          case PUSHED -> what.pushed(settings.origin(), received);
          case DELETED -> what.deleted(settings.origin());
        };
        case GridEvent.Chart() -> new Told.Nothing(Kind.CHART, "Helm charts are not deployed");
        case GridEvent.Validation _ -> new Told.Nothing(Kind.VALIDATION, "a validation must come alone, and say so");
        case GridEvent.Unsubscribed() -> new Told.Nothing(Kind.UNSUBSCRIBED,
            "the event subscription was deleted: no more pushes come from it");
      };
    }
  }

  /** The handshake of the Event Grid schema: the code goes back only to a subscription that is expected. */
  private Received validation(String text, List<String> items, MultiMap headers, Instant received) {
    String asked = Optional.ofNullable(headers.get(SUBSCRIPTION)).orElse("");
    if (items.size() != 1) {
      throw malformed("a validation comes alone");
    }
    EventJson event = EventJson.parse(items.getFirst());
    try {
      Envelope envelope = envelopeOf(event);
      if (envelope.schema() != Schema.EVENT_GRID || !envelope.known().equals(Optional.of("SubscriptionValidationEvent"))
          || !(content(event, envelope) instanceof GridEvent.Validation(var code))) {
        throw malformed("the header speaks of a validation, and the body of something else");
      }
      if (!settings.knowsSubscription(asked) || !settings.knowsTopic(envelope.topic())) {
        throw new ProblemException(new Problem.Forbidden("the event subscription or its topic is not listed"));
      }
      String answer = new JsonObject().put("validationResponse", code).encode();
      var told = new Told.Nothing(Kind.VALIDATION, "the event subscription was validated");
      return Received.of(envelope(text, received, Optional.of(envelope.id()), VALIDATION), List.of(told),
          new Answer(200, Optional.of(answer)), Keep.ALWAYS);
    } catch (Unreadable e) {
      throw malformed(e.why());
    }
  }

  /** Nothing that counts is a list, and Azure's classes may read for ever at one in the place of a text. */
  private GridEvent content(EventJson event, Envelope envelope) throws Unreadable {
    return reader.read(event.withoutLists(), envelope.schema(), envelope.qualified(envelope.known().orElseThrow()));
  }

  private static Envelope envelopeOf(EventJson event) throws Unreadable {
    boolean cloud = event.has("specversion");
    if (cloud && !event.anyText("specversion").equals(Optional.of("1.0"))) {
      throw new Unreadable("its specversion is not 1.0");
    }
    Optional<String> type = event.anyText(cloud ? "type" : "eventType");
    Optional<String> id = event.anyText("id");
    if (type.isEmpty() || id.isEmpty()) {
      throw new Unreadable("it is an event of neither schema: its id or its type is missing");
    }
    var envelope = new Envelope(id.get(), event.anyText(cloud ? "source" : "topic").orElse(""), type.get(),
        cloud ? Schema.CLOUD_EVENTS : Schema.EVENT_GRID);
    if (envelope.known().isPresent() && !event.isObject("data")) {
      throw new Unreadable(event.has("data") ? "its data is not an object" : "it has no data");
    }
    return envelope;
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(new Problem.Malformed(detail));
  }
}
