package relay.intake.acr;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.intake.Delivery;
import relay.intake.EventTarget;
import relay.intake.ParsedDelivery;
import relay.intake.ParsedDelivery.Answer;
import relay.intake.ParsedDelivery.Keep;
import relay.intake.ParsedEvent;
import relay.intake.ParsedEvent.Skipped;
import relay.intake.SkipReason;
import relay.intake.SourceRegistry;
import relay.intake.json.EventJson;

/**
 * Reads the body of an ACR webhook (azure-contracts 1.3). Unknown members are ignored; what can be read but is not for
 * the relay becomes a delivery without pushes that says why. Pure, and safe with any bytes.
 */
public final class AcrEventReader {
  static final String RECEIVER = "acr";
  private static final String PING = "ping";

  private AcrEventReader() {}

  /**
   * The delivery that these bytes are, as the receiver would record it: for the reader of ACR's own delivery log.
   *
   * @param received stands in for a time of the event that is missing or invalid
   * @throws relay.intake.json.JsonFaultException when the body cannot be read
   */
  public static Delivery delivery(byte[] body, SourceRegistry source, Instant received) {
    return read(body, source, received).delivery();
  }

  static ParsedDelivery read(byte[] body, SourceRegistry source, Instant received) {
    String text = EventJson.text(body);
    EventJson event = EventJson.parse(text);
    String action = event.requiredText("action");
    Optional<String> id = event.text("id");
    ParsedEvent parsed = switch (action) {
      case "push" -> strict(event).pushed(source, received);
      case PING -> new Skipped(new SkipReason.Ping());
      case "delete" -> lenient(event).deleted(source);
      case "quarantine" -> lenient(event).quarantined(source);
      case "chart_push", "chart_delete" -> new Skipped(new SkipReason.Chart());
      default -> new Skipped(new SkipReason.UnknownAction());
    };
    var envelope = new ParsedDelivery.Envelope(RECEIVER, source.registry(), received, id, action, text);
    return ParsedDelivery.of(envelope, List.of(parsed), action.equals(PING) ? Answer.OK : Answer.ACCEPTED, Keep.ALWAYS);
  }

  /** A member of a wrong type makes the body unreadable. */
  private static EventTarget strict(EventJson event) {
    EventJson target = event.object("target");
    return new EventTarget(event.object("request").text("host"), target.text("repository"), target.text("digest"),
        target.text("tag"), target.text("mediaType").orElse(""), List.of(), event.time("timestamp"));
  }

  /** For what is not acted on: whatever it lacks, it is acknowledged. */
  private static EventTarget lenient(EventJson event) {
    EventJson target = event.anyObject("target");
    return new EventTarget(event.anyObject("request").anyText("host"), target.anyText("repository"),
        target.anyText("digest"), target.anyText("tag"), "", List.of(), Optional.empty());
  }
}
