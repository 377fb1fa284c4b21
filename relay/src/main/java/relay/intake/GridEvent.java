package relay.intake;

import java.util.Optional;

/** What is inside an event of Event Grid that concerns a registry or the subscription itself. */
public sealed interface GridEvent {
  /**
   * An image was pushed or deleted.
   *
   * @param connectedRegistry the edge registry that it happened at; empty for the registry itself
   */
  record Image(Happened happened, Named what, Optional<String> connectedRegistry) implements GridEvent {}

  /** A legacy Helm chart. */
  record Chart() implements GridEvent {}

  /**
   * A subscription wants to begin.
   *
   * @param code to be sent back by whoever expects it
   */
  record Validation(String code) implements GridEvent {}

  /** A subscription was deleted. */
  record Unsubscribed() implements GridEvent {}

  enum Happened {
    PUSHED,
    DELETED
  }
}
