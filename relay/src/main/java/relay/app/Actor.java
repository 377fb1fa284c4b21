package relay.app;

/** Who did something: a person, by the name of the credential used, or the relay by itself. */
public sealed interface Actor {
  record Person(String name) implements Actor {}

  record Relay() implements Actor {}

  /** For records and sentences; {@code relay} for the relay itself, whatever a person is called. */
  default String label() {
    return switch (this) {
      case Person(var name) -> name;
      case Relay() -> "relay";
    };
  }
}
