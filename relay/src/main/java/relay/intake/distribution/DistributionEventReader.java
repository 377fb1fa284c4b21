package relay.intake.distribution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import relay.http.client.Exchange;
import relay.intake.EventTarget;
import relay.intake.ParsedDelivery;
import relay.intake.ParsedDelivery.Answer;
import relay.intake.ParsedDelivery.Keep;
import relay.intake.ParsedEvent;
import relay.intake.ParsedEvent.Skipped;
import relay.intake.SkipReason;
import relay.intake.SourceRegistry;
import relay.intake.json.EventJson;
import relay.intake.json.JsonFault;

/**
 * Reads the notifications of a registry built on Docker's distribution: {@code {"events": [...]}}. Pushes of manifests with
 * a tag count; the relay's own pulls are only counted. Safe with any bytes.
 */
final class DistributionEventReader {
  static final String RECEIVER = "distribution";
  /** More than any registry sends at once. */
  private static final int MAX_EVENTS = 1000;

  private DistributionEventReader() {}

  /** @throws relay.intake.json.JsonFaultException when nothing of it can be read */
  static ParsedDelivery read(byte[] body, SourceRegistry source, Instant received) {
    String text = EventJson.text(body);
    List<Optional<EventJson>> events = EventJson.parse(text).requiredItems("events", MAX_EVENTS);
    List<ParsedEvent> parsed = new ArrayList<>();
    for (Optional<EventJson> event : events) {
      parsed.add(event.map(one -> parsed(one, source, received)).orElseGet(
          () -> new Skipped(new SkipReason.Unreadable(new JsonFault(JsonFault.Kind.NOT_AN_OBJECT, "")))));
    }
    Optional<EventJson> only = events.size() == 1 ? events.getFirst() : Optional.empty();
    var envelope = new ParsedDelivery.Envelope(RECEIVER, source.registry(), received,
        only.flatMap(event -> event.anyText("id")),
        events.size() == 1 ? only.flatMap(event -> event.anyText("action")).orElse("") : "batch", text);
    return ParsedDelivery.of(envelope, parsed, Answer.ACCEPTED, keep(parsed));
  }

  private static ParsedEvent parsed(EventJson event, SourceRegistry source, Instant received) {
    EventTarget target = target(event);
    return switch (event.anyText("action").orElse("")) {
      case "push" -> target.isManifest() ? target.pushed(source, received) : new Skipped(new SkipReason.Blob());
      case "pull" -> new Skipped(
          event.anyObject("request").anyText("useragent").equals(Optional.of(Exchange.USER_AGENT))
              ? new SkipReason.OwnPull()
              : new SkipReason.Pull());
      case "mount" -> new Skipped(new SkipReason.Mount());
      case "delete" -> target.deleted(source);
      default -> new Skipped(new SkipReason.UnknownAction());
    };
  }

  private static EventTarget target(EventJson event) {
    EventJson target = event.anyObject("target");
    List<String> parts = target.items("references").stream().flatMap(Optional::stream)
        .flatMap(part -> part.anyText("mediaType").stream()).toList();
    return new EventTarget(event.anyObject("request").anyText("host"), target.anyText("repository"),
        target.anyText("digest"), target.anyText("tag"), target.anyText("mediaType").orElse(""), parts,
        event.time("timestamp"));
  }

  /** A busy registry reports thousands of pulls and layers: a few of those say it all. */
  private static Keep keep(List<ParsedEvent> events) {
    if (events.isEmpty()) {
      return Keep.SELDOM;
    }
    Set<Keep> kept = events.stream().map(DistributionEventReader::keep).collect(Collectors.toSet());
    return kept.contains(Keep.ALWAYS) ? Keep.ALWAYS : kept.contains(Keep.SELDOM) ? Keep.SELDOM : Keep.NEVER;
  }

  private static Keep keep(ParsedEvent event) {
    return event instanceof Skipped(var why)
        ? switch (why) {
          case SkipReason.OwnPull() -> Keep.NEVER;
          case SkipReason.Pull() -> Keep.SELDOM;
          case SkipReason.Blob() -> Keep.SELDOM;
          case SkipReason.Mount() -> Keep.SELDOM;
          default -> Keep.ALWAYS;
        }
        : Keep.ALWAYS;
  }
}
