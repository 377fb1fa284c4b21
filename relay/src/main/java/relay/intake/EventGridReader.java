package relay.intake;

/** Reads what is inside one event of Event Grid, whose envelope was looked at before. Pure, and safe with any text. */
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
   * @param event one event's JSON
   * @throws Unreadable when it lacks what its type needs
   */
  GridEvent read(String event, Schema schema, String type) throws Unreadable;

  /** The event cannot be read; others of its batch may. */
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * One reason.
     *
     * @param why fit for the record: it repeats nothing of the event
     */
    public Unreadable(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
