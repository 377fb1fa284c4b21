package relay.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.client.Exchange;
import relay.intake.Received.Answer;
import relay.intake.Received.Keep;
import relay.intake.Told.Kind;

/**
 * Reads the notifications of a registry built on Docker's distribution: {@code {"events": [...]}}. Pushes of manifests with
 * a tag count; what the relay itself pulled is only counted. Safe with any bytes.
 */
final class DistributionEvents {
  static final String DOOR = "distribution";
  /** More than any registry sends at once. */
  private static final int MOST = 1000;

  private DistributionEvents() {}

  /** @throws ProblemException with {@code Malformed} when nothing of it can be read */
  static Received read(byte[] body, Origin origin, Instant received) {
    String text = EventJson.text(body);
    EventJson envelope = EventJson.parse(text);
    if (!envelope.isList("events")) {
      throw new ProblemException(new Problem.Malformed("events is missing, or not a list"));
    }
    List<Optional<EventJson>> events = envelope.items("events");
    if (events.size() > MOST) {
      throw new ProblemException(new Problem.Malformed("the body holds more than " + MOST + " events"));
    }
    List<Told> told = new ArrayList<>();
    for (Optional<EventJson> event : events) {
      told.add(event.map(one -> told(one, origin, received))
          .orElseGet(() -> new Told.Nothing(Kind.UNREADABLE, "it is not an object")));
    }
    Optional<EventJson> only = events.size() == 1 ? events.getFirst() : Optional.empty();
    var said = new Received.Envelope(DOOR, origin.registry(), received, only.flatMap(event -> event.anyText("id")),
        events.size() == 1 ? only.flatMap(event -> event.anyText("action")).orElse("") : "batch", text);
    return Received.of(said, told, Answer.ACCEPTED, keep(told));
  }

  private static Told told(EventJson event, Origin origin, Instant received) {
    Named named = named(event);
    return switch (event.anyText("action").orElse("")) {
      case "push" -> named.isManifest()
          ? named.pushed(origin, received)
          : new Told.Nothing(Kind.BLOB, "not a manifest, but a part of an image");
      case "pull" -> event.anyObject("request").anyText("useragent").equals(Optional.of(Exchange.USER_AGENT))
          ? new Told.Nothing(Kind.OWN_PULL, "a pull by the relay itself")
          : new Told.Nothing(Kind.PULL, "a pull changes nothing");
      case "mount" -> new Told.Nothing(Kind.MOUNT, "a part of an image was taken over from another repository");
      case "delete" -> named.deleted(origin);
      default -> new Told.Nothing(Kind.UNKNOWN_TYPE, "the action is not one that the relay knows");
    };
  }

  private static Named named(EventJson event) {
    EventJson target = event.anyObject("target");
    List<String> parts = target.items("references").stream().flatMap(Optional::stream)
        .flatMap(part -> part.anyText("mediaType").stream()).toList();
    return new Named(event.anyObject("request").anyText("host"), target.anyText("repository"),
        target.anyText("digest"), target.anyText("tag"), target.anyText("mediaType").orElse(""), parts,
        event.time("timestamp"));
  }

  /** A busy registry tells of thousands of pulls and parts: a few of those say it all. */
  private static Keep keep(List<Told> events) {
    List<Kind> kinds = events.stream().map(Told::kind).distinct().toList();
    if (List.of(Kind.OWN_PULL).containsAll(kinds)) {
      return kinds.isEmpty() ? Keep.SELDOM : Keep.NEVER;
    }
    return List.of(Kind.OWN_PULL, Kind.PULL, Kind.BLOB, Kind.MOUNT).containsAll(kinds) ? Keep.SELDOM : Keep.ALWAYS;
  }
}
