package relay.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.intake.Received.Answer;
import relay.intake.Received.Keep;
import relay.intake.Told.Kind;

/**
 * Reads the body of an ACR webhook (azure-contracts 1.3). Unknown members are ignored; what can be read but is not for
 * the relay becomes a delivery without pushes that says why. Pure, and safe with any bytes.
 */
public final class AcrEvent {
  static final String DOOR = "acr";
  private static final String PING = "ping";

  private AcrEvent() {}

  /**
   * The delivery that these bytes are, as the door would record it: for what reads ACR's own log of its deliveries.
   *
   * @param received stands in for a time of the event that is missing or odd
   * @throws relay.http.ProblemException with {@code Malformed} when the body cannot be read
   */
  public static Delivery delivery(byte[] body, Origin origin, Instant received) {
    return read(body, origin, received).delivery();
  }

  static Received read(byte[] body, Origin origin, Instant received) {
    String text = EventJson.text(body);
    EventJson event = EventJson.parse(text);
    String action = event.requiredText("action");
    Optional<String> id = event.text("id");
    Told told = switch (action) {
      case "push" -> push(event).pushed(origin, received);
      case PING -> new Told.Nothing(Kind.PING, "a ping: nothing to do");
      case "delete" -> lenient(event).deleted(origin);
      case "quarantine" -> lenient(event).quarantined(origin);
      case "chart_push", "chart_delete" -> new Told.Nothing(Kind.CHART, "Helm charts are not deployed");
      default -> new Told.Nothing(Kind.UNKNOWN_TYPE, "the action is not one that the relay knows");
    };
    var envelope = new Received.Envelope(DOOR, origin.registry(), received, id, action, text);
    return Received.of(envelope, List.of(told), action.equals(PING) ? Answer.OK : Answer.ACCEPTED, Keep.ALWAYS);
  }

  private static Named push(EventJson event) {
    EventJson target = event.requiredObject("target");
    target.requiredText("repository");
    target.requiredText("digest");
    return named(event, target);
  }

  /** For what is not acted on: whatever it lacks, it is acknowledged. */
  private static Named lenient(EventJson event) {
    EventJson target = event.anyObject("target");
    return new Named(event.anyObject("request").anyText("host"), target.anyText("repository"),
        target.anyText("digest"), target.anyText("tag"), "", List.of(), Optional.empty());
  }

  private static Named named(EventJson event, EventJson target) {
    return new Named(event.object("request").flatMap(request -> request.text("host")), target.text("repository"),
        target.text("digest"), target.text("tag"), target.text("mediaType").orElse(""), List.of(),
        event.time("timestamp"));
  }
}
