package relay.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Repository;
import relay.rollout.Deletion;
import relay.rollout.Push;

/**
 * Reads the body of an ACR webhook (azure-contracts 1.3). Unknown members are ignored; what can be read but is not for
 * the relay becomes a delivery without pushes that says why. Pure, and safe with any bytes.
 */
final class AcrEvent {
  static final String PING = "ping";

  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,255}");
  /** What cosign and the referrers fallback put beside an image: never an image to run. */
  private static final Pattern COMPANION = Pattern
      .compile("sha(256-[0-9a-f]{64}|512-[0-9a-f]{128})(\\.(sig|att|sbom))?");
  private static final String HELM_LEGACY = "application/vnd.acr.helm.";
  private static final String HELM = "application/vnd.cncf.helm.";

  private AcrEvent() {}

  /**
   * @param received stands in for a time of the event that is missing or odd
   * @throws relay.http.ProblemException with {@code Malformed} when the body cannot be read
   */
  static Delivery parse(byte[] body, AcrDoorSettings door, Instant received) {
    String text = EventJson.text(body);
    EventJson event = EventJson.parse(text);
    String action = event.requiredText("action");
    Optional<String> id = event.text("id").filter(value -> PRINTABLE.matcher(value).matches());
    Outcome outcome = switch (action) {
      case "push" -> push(event, door, received);
      case PING -> Outcome.ignored("a ping: nothing to do");
      case "delete" -> deletion(event, door);
      case "quarantine" -> quarantine(event, door);
      case "chart_push", "chart_delete" -> Outcome.ignored("Helm charts are not deployed");
      default -> Outcome.ignored("the action is not one that the relay knows");
    };
    String named = ACTION.matcher(action).matches() ? action : "unreadable";
    return new Delivery("acr", door.registry(), received, id, named, text, outcome.pushes(),
        outcome.deletions(), outcome.quarantined(), outcome.ignored());
  }

  private record Outcome(List<Push> pushes, List<Deletion> deletions, List<PinnedImage> quarantined,
      List<String> ignored) {
    static Outcome ignored(String why) {
      return new Outcome(List.of(), List.of(), List.of(), List.of(why));
    }
  }

  private static Outcome deletion(EventJson event, AcrDoorSettings door) {
    String why = "a deletion is never acted on";
    Optional<EventJson> target = event.object("target");
    Optional<Repository> repository = target.flatMap(t -> t.text("repository")).filter(Repository::isPath)
        .map(path -> new Repository(door.host().toLowerCase(Locale.ROOT), path));
    if (otherHost(event, door).isPresent() || repository.isEmpty()) {
      return Outcome.ignored(why);
    }
    var gone = new Deletion(door.registry(), repository.get(), target.flatMap(t -> t.text("digest"))
        .flatMap(Digest::parse), target.flatMap(t -> t.text("tag")).filter(ImageReference::isTag));
    return new Outcome(List.of(), List.of(gone), List.of(), List.of(why));
  }
  private static Outcome quarantine(EventJson event, AcrDoorSettings door) {
    String why = "a quarantined image is not released yet";
    Optional<EventJson> target = event.object("target");
    Optional<String> path = target.flatMap(t -> t.text("repository")).filter(Repository::isPath);
    Optional<Digest> digest = target.flatMap(t -> t.text("digest")).flatMap(Digest::parse);
    if (otherHost(event, door).isPresent() || path.isEmpty() || digest.isEmpty()) {
      return Outcome.ignored(why);
    }
    var image = new PinnedImage(door.host().toLowerCase(Locale.ROOT), path.get(), digest.get());
    return new Outcome(List.of(), List.of(), List.of(image), List.of(why));
  }
  private static Optional<String> otherHost(EventJson event, AcrDoorSettings door) {
    return event.object("request").flatMap(request -> request.text("host"))
        .filter(host -> !host.equalsIgnoreCase(door.host()));
  }

  private static Outcome push(EventJson event, AcrDoorSettings door, Instant received) {
    EventJson target = event.requiredObject("target");
    String repository = target.requiredText("repository");
    String digestText = target.requiredText("digest");
    Optional<String> tag = target.text("tag");
    String mediaType = target.text("mediaType").orElse("").toLowerCase(Locale.ROOT);
    Optional<String> host = event.object("request").flatMap(request -> request.text("host"));

    if (host.isPresent() && !host.get().equalsIgnoreCase(door.host())) {
      return Outcome.ignored("it names another registry host than " + door.host() + inBrackets(host.get()));
    }
    if (!Repository.isPath(repository)) {
      return Outcome.ignored("the repository's name is impossible");
    }
    if (mediaType.startsWith(HELM_LEGACY) || mediaType.startsWith(HELM)) {
      return Outcome.ignored("Helm charts are not deployed");
    }
    Optional<Digest> digest = Digest.parse(digestText);
    if (digest.isEmpty()) {
      return Outcome.ignored("the digest is impossible: it must be sha256 and 64 lower-case hex digits");
    }
    if (tag.isEmpty()) {
      return Outcome.ignored("pushed without a tag: a part of a larger image, or an attachment");
    }
    if (!ImageReference.isTag(tag.get())) {
      return Outcome.ignored("the tag is impossible");
    }
    if (COMPANION.matcher(tag.get()).matches()) {
      return Outcome.ignored("a signature or an attachment of another image, not an image to run");
    }
    var image = new ImageReference(door.host().toLowerCase(Locale.ROOT), repository, tag.get());
    return new Outcome(List.of(new Push(door.registry(), image, digest.get(), time(event).orElse(received))),
        List.of(), List.of(), List.of());
  }
  /** Only what looks like a host is repeated: the record is read by people and terminals. */
  private static String inBrackets(String host) {
    return HOST.matcher(host).matches() ? " (" + host + ")" : "";
  }
  /** ACR writes 7 to 9 fraction digits. Nothing is judged by it, so an odd one does not spoil the event. */
  private static Optional<Instant> time(EventJson event) {
    return event.anyText("timestamp").flatMap(text -> {
      try {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    });
  }
}
