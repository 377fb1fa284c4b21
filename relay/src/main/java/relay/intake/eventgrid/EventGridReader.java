package relay.intake.eventgrid;

import relay.intake.SkipReason;

/** Reads the content of one event of Event Grid, whose envelope has been read. Pure, and safe with any text. */
@FunctionalInterface
public interface EventGridReader {
  /** The two forms of envelopes. */
  enum Schema {
    EVENT_GRID,
    CLOUD_EVENTS
  }

  /**
   * The content by the event's qualified type.
   *
   * @param event one event's JSON, rebuilt from the members that the relay knows, each of the right type
   * @throws UnreadableException when it lacks what its type needs
   */
  GridEvent read(String event, Schema schema, String type) throws UnreadableException;

  /** The event cannot be read; others of its batch may. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SkipReason why;

    public UnreadableException(SkipReason why) {
      super(why.code(), null, false, false); // an expected outcome, not a fault of ours: no stack is needed
      this.why = why;
    }

    public SkipReason why() {
      return why;
    }
  }
}
