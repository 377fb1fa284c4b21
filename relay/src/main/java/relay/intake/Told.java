package relay.intake;

import java.util.Locale;
import relay.image.PinnedImage;
import relay.push.Deletion;
import relay.push.Push;

/** What one event of a delivery amounts to. */
sealed interface Told {
  /** Something to act on. */
  record Pushed(Push push) implements Told {}

  /** Acknowledged and known; nothing is deployed for it. */
  record Deleted(Deletion deletion) implements Told {}

  /** Known, and not deployable until its push comes. */
  record Quarantined(PinnedImage image) implements Told {}

  /** Nothing to act on; {@code why} is a sentence for the record without a word of the body's that could be odd. */
  record Nothing(Kind kind, String why) implements Told {}

  /** What an event was, in a word; in lower case the label of a metric, so none may come from a body. */
  enum Kind {
    PUSH,
    DELETION,
    QUARANTINE,
    PING,
    CHART,
    /** Pushed without a tag: the child of an index, or an attachment. */
    UNTAGGED,
    /** A signature, an attestation or an SBOM by its tag. */
    COMPANION,
    /** By its media types no container image. */
    ARTIFACT,
    /** A layer or a configuration. */
    BLOB,
    PULL,
    /** A pull by the relay itself. */
    OWN_PULL,
    MOUNT,
    OTHER_HOST,
    OTHER_TOPIC,
    OTHER_SUBSCRIPTION,
    CONNECTED_REGISTRY,
    /** A repository, digest or tag that cannot be one. */
    IMPOSSIBLE,
    /** Told before in the same delivery. */
    REPEATED,
    /** An event that cannot be read, among others that may be. */
    UNREADABLE,
    UNKNOWN_TYPE,
    VALIDATION,
    UNSUBSCRIBED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  default Kind kind() {
    return switch (this) {
      case Pushed _ -> Kind.PUSH;
      case Deleted _ -> Kind.DELETION;
      case Quarantined _ -> Kind.QUARANTINE;
      case Nothing(var kind, _) -> kind;
    };
  }
}
