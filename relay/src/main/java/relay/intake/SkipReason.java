package relay.intake;

import java.util.Locale;
import java.util.Optional;
import relay.intake.json.JsonFault;

/**
 * Why an event that was acknowledged starts nothing. It is recorded as this value; its sentence is made here and nowhere
 * else, and repeats nothing of an event that could be unfit for a terminal.
 */
public sealed interface SkipReason {
  /** The sender tries its webhook. */
  record Ping() implements SkipReason {}

  /** A deletion is recorded beside it; nothing is deployed for it. */
  record Deletion() implements SkipReason {}

  /** A quarantined image is recorded beside it. */
  record Quarantine() implements SkipReason {}

  record Chart() implements SkipReason {}

  /** Pushed by its digest alone: a part of a larger image, or an attachment. */
  record Untagged() implements SkipReason {}

  /** By its tag a signature, an attestation or an SBOM. */
  record Companion() implements SkipReason {}

  /** By its media type, or by those of its parts, something else than a container image. */
  record Artifact() implements SkipReason {}

  /** A layer or a configuration. */
  record Blob() implements SkipReason {}

  record Pull() implements SkipReason {}

  /** A pull by the relay itself. */
  record OwnPull() implements SkipReason {}

  /** A layer was taken over from another repository. */
  record Mount() implements SkipReason {}

  /** {@code named} is empty when the event names something that cannot be a host. */
  record OtherHost(String expected, Optional<String> named) implements SkipReason {}

  record OtherTopic() implements SkipReason {}

  record OtherSubscription() implements SkipReason {}

  record ConnectedRegistry() implements SkipReason {}

  /** Missing, or not of the form that it must have. */
  record Invalid(Part part) implements SkipReason {}

  /** The same event stands in the delivery twice. */
  record Repeated() implements SkipReason {}

  /** An event of a batch that is no readable JSON object. */
  record Unreadable(JsonFault fault) implements SkipReason {}

  /** A CloudEvent of another version than 1.0. */
  record OtherVersion() implements SkipReason {}

  /** Neither of Event Grid's schema nor of CloudEvents: its id or its type is missing. */
  record OtherSchema() implements SkipReason {}

  record NoData() implements SkipReason {}

  /** What is inside the event is not what its type calls for. */
  record OtherData() implements SkipReason {}

  record UnknownAction() implements SkipReason {}

  record UnknownType() implements SkipReason {}

  /** The handshake of an event subscription, answered with its code. */
  record Validation() implements SkipReason {}

  /** The event of a handshake where none was announced, or among other events. */
  record StrayValidation() implements SkipReason {}

  /** The event subscription was deleted. */
  record Unsubscribed() implements SkipReason {}

  /** What of an image an event names. */
  enum Part {
    REPOSITORY,
    DIGEST,
    TAG
  }

  /** Stable: clients, alerts and runbooks depend on it. The set of codes is bounded, so it may be a metric's label. */
  default String code() {
    return switch (this) {
      case Ping() -> "ping";
      case Deletion() -> "deletion";
      case Quarantine() -> "quarantine";
      case Chart() -> "chart";
      case Untagged() -> "untagged";
      case Companion() -> "companion";
      case Artifact() -> "artifact";
      case Blob() -> "blob";
      case Pull() -> "pull";
      case OwnPull() -> "own-pull";
      case Mount() -> "mount";
      case OtherHost _ -> "other-host";
      case OtherTopic() -> "other-topic";
      case OtherSubscription() -> "other-subscription";
      case ConnectedRegistry() -> "connected-registry";
      case Invalid(var part) -> "invalid-" + word(part);
      case Repeated() -> "repeated";
      case Unreadable _ -> "unreadable";
      case OtherVersion() -> "other-version";
      case OtherSchema() -> "other-schema";
      case NoData() -> "no-data";
      case OtherData() -> "other-data";
      case UnknownAction() -> "unknown-action";
      case UnknownType() -> "unknown-type";
      case Validation() -> "validation";
      case StrayValidation() -> "stray-validation";
      case Unsubscribed() -> "unsubscribed";
    };
  }

  /** Without a full stop. */
  default String sentence() {
    return switch (this) {
      case Ping() -> "a ping; nothing to do";
      case Deletion() -> "a deletion; nothing is deployed for it";
      case Quarantine() -> "the image is quarantined; its push will follow when a scanner releases it";
      case Chart() -> "Helm charts are not deployed";
      case Untagged() -> "pushed without a tag: part of a larger image, or an attachment";
      case Companion() -> "by its tag a signature, attestation or SBOM, not an image to run";
      case Artifact() -> "by its media types not a container image";
      case Blob() -> "a layer or configuration, not a manifest";
      case Pull() -> "a pull; nothing changed";
      case OwnPull() -> "a pull by the relay itself";
      case Mount() -> "a layer mounted from another repository";
      case OtherHost(var expected, var named) -> "the event is from another registry host than " + expected
          + named.map(host -> " (" + host + ")").orElse("");
      case OtherTopic() -> "the event's topic is not listed";
      case OtherSubscription() -> "the event subscription is not listed";
      case ConnectedRegistry() -> "it happened at a connected registry, not at this one";
      case Invalid(var part) -> "the " + word(part) + " is missing or invalid"
          + (part == Part.DIGEST ? ": it must be sha256 with 64 lower-case hex digits" : "");
      case Repeated() -> "a repeat of an earlier event in this delivery";
      case Unreadable(var fault) -> fault.sentence("the event");
      case OtherVersion() -> "specversion is not 1.0";
      case OtherSchema() -> "neither an Event Grid event nor a CloudEvent: its id or type is missing";
      case NoData() -> "the event has no data";
      case OtherData() -> "the event's data does not fit its type";
      case UnknownAction() -> "the relay does not know this action";
      case UnknownType() -> "the relay does not know this event type";
      case Validation() -> "the event subscription was validated";
      case StrayValidation() -> "a validation must come alone and be announced by the aeg-event-type header";
      case Unsubscribed() -> "the event subscription was deleted; no more pushes will come from it";
    };
  }

  private static String word(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
