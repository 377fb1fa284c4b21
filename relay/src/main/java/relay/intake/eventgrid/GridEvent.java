package relay.intake.eventgrid;

import java.util.Optional;
import relay.intake.EventTarget;

/** The content of an event of Event Grid about a registry or about the subscription itself. */
public sealed interface GridEvent {
  /**
   * An image was pushed or deleted.
   *
   * @param connectedRegistry the edge registry that it happened at; empty, or an empty text, for the registry itself
   */
  record Image(Happened happened, EventTarget what, Optional<String> connectedRegistry) implements GridEvent {
    public Image {
      connectedRegistry = connectedRegistry.filter(name -> !name.isEmpty());
    }
  }

  /** A legacy Helm chart. */
  record Chart() implements GridEvent {}

  /**
   * An event subscription is being set up.
   *
   * @param code to be sent back if the subscription is listed
   */
  record Validation(String code) implements GridEvent {}

  /** The event subscription was deleted. */
  record Unsubscribed() implements GridEvent {}

  /** What happened to an image. */
  enum Happened {
    PUSHED,
    DELETED
  }
}
