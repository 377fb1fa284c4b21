package relay.intake.eventgrid;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.intake.ParsedDelivery;
import relay.intake.ParsedDelivery.Answer;
import relay.intake.ParsedDelivery.Keep;
import relay.intake.ParsedEvent;
import relay.intake.ParsedEvent.Skipped;
import relay.intake.SkipReason;
import relay.intake.eventgrid.EventGridReader.Schema;
import relay.intake.eventgrid.EventGridReader.UnreadableException;
import relay.intake.json.EventJson;
import relay.intake.json.JsonFaultException;
import relay.intake.json.JsonItems;

/**
 * Reads a request of Event Grid in either schema, single or a batch (azure-contracts 2): good events count, bad ones are
 * recorded with their reason, and neither keeps the other from being recorded. Safe with any bytes.
 */
final class GridDeliveryReader {
  static final String RECEIVER = "eventgrid";
  private static final String EVENT_TYPE = "aeg-event-type";
  private static final String SUBSCRIPTION = "aeg-subscription-name";
  private static final String VALIDATION = "SubscriptionValidation";

  private final EventGridSettings settings;
  private final EventGridReader reader;

  GridDeliveryReader(EventGridSettings settings, EventGridReader reader) {
    this.settings = settings;
    this.reader = reader;
  }

  /** Whether a request announces the handshake of the Event Grid schema; one that holds anything else is refused. */
  static boolean isValidation(MultiMap headers) {
    return VALIDATION.equalsIgnoreCase(headers.get(EVENT_TYPE));
  }

  /**
   * Reads the whole request.
   *
   * @throws JsonFaultException when nothing of it can be read
   * @throws relay.http.ProblemException when it is a handshake that is refused
   */
  ParsedDelivery read(byte[] body, MultiMap headers, Instant received) {
    boolean listed = Optional.ofNullable(headers.get(SUBSCRIPTION)).filter(settings::knowsSubscription).isPresent();
    if (isValidation(headers)) {
      if (!listed) {
        throw HandshakeRefusal.NOT_LISTED.exception();
      }
      return validation(EventJson.text(body), received);
    }
    String text = EventJson.text(body);
    List<String> items = JsonItems.of(text);
    return listed ? notification(text, items, received) : foreign(text, items, received);
  }

  private ParsedDelivery notification(String text, List<String> items, Instant received) {
    var batch = new Batch(received);
    List<ParsedEvent> events = items.stream().map(batch::read).toList();
    String action = items.size() == 1 ? batch.action : items.isEmpty() ? "empty" : "batch";
    Optional<String> id = items.size() == 1 ? batch.seen.stream().findFirst().map(Seen::id) : Optional.empty();
    return ParsedDelivery.of(envelope(text, received, id, action), events, Answer.OK, Keep.ALWAYS);
  }

  /** Of a subscription that is not listed, no event is looked at. */
  private ParsedDelivery foreign(String text, List<String> items, Instant received) {
    List<ParsedEvent> events = Collections.nCopies(items.size(), new Skipped(new SkipReason.OtherSubscription()));
    return ParsedDelivery.of(envelope(text, received, Optional.empty(), "other"), events, Answer.OK, Keep.ALWAYS);
  }

  private ParsedDelivery.Envelope envelope(String text, Instant received, Optional<String> id, String action) {
    return new ParsedDelivery.Envelope(RECEIVER, settings.source().registry(), received, id, action, text);
  }

  private record Seen(String topic, String id) {}

  /** The events of one request, read one after the other. */
  private final class Batch {
    private final Instant received;
    private final Set<Seen> seen = new HashSet<>();
    private String action = "unreadable";

    Batch(Instant received) {
      this.received = received;
    }

    ParsedEvent read(String item) {
      try {
        GridEnvelope envelope = GridEnvelope.of(EventJson.parse(item));
        action = envelope.known().orElse("other");
        return seen.add(new Seen(envelope.topic(), envelope.id()))
            ? parsed(envelope)
            : new Skipped(new SkipReason.Repeated());
      } catch (UnreadableException e) {
        return new Skipped(e.why());
      } catch (JsonFaultException e) {
        return new Skipped(new SkipReason.Unreadable(e.fault()));
      }
    }

    private ParsedEvent parsed(GridEnvelope envelope) throws UnreadableException {
      if (!settings.knowsTopic(envelope.topic())) {
        return new Skipped(new SkipReason.OtherTopic());
      }
      if (envelope.known().isEmpty()) {
        return new Skipped(new SkipReason.UnknownType());
      }
      return switch (envelope.content(reader)) {
        case GridEvent.Image(_, _, var edge) when edge.isPresent() -> new Skipped(new SkipReason.ConnectedRegistry());
        case GridEvent.Image(var happened, var what, _) -> switch (happened) {
          case PUSHED -> what.pushed(settings.source(), received);
          case DELETED -> what.deleted(settings.source());
        };
        case GridEvent.Chart() -> new Skipped(new SkipReason.Chart());
        case GridEvent.Validation _ -> new Skipped(new SkipReason.StrayValidation());
        case GridEvent.Unsubscribed() -> new Skipped(new SkipReason.Unsubscribed());
      };
    }
  }

  /** The handshake of the Event Grid schema: the code goes back only to a subscription and a topic that are listed. */
  private ParsedDelivery validation(String text, Instant received) {
    List<String> items = JsonItems.of(text);
    if (items.size() != 1) {
      throw HandshakeRefusal.NOT_ALONE.exception();
    }
    EventJson event = EventJson.parse(items.getFirst());
    try {
      GridEnvelope envelope = GridEnvelope.of(event);
      if (envelope.schema() != Schema.EVENT_GRID
          || !envelope.known().equals(Optional.of(GridEnvelope.VALIDATION))) {
        throw HandshakeRefusal.NOT_A_VALIDATION.exception();
      }
      if (!settings.knowsTopic(envelope.topic())) {
        throw HandshakeRefusal.NOT_LISTED.exception();
      }
      if (!(envelope.content(reader) instanceof GridEvent.Validation(var code))) {
        throw HandshakeRefusal.NOT_A_VALIDATION.exception();
      }
      String answer = new JsonObject().put("validationResponse", code).encode();
      return ParsedDelivery.of(envelope(text, received, Optional.of(envelope.id()), VALIDATION),
          List.of(new Skipped(new SkipReason.Validation())), new Answer(200, Optional.of(answer)), Keep.ALWAYS);
    } catch (UnreadableException e) {
      throw (e.why() instanceof SkipReason.OtherData
          ? HandshakeRefusal.UNREADABLE_CODE
          : HandshakeRefusal.NOT_A_VALIDATION).exception();
    }
  }
}
