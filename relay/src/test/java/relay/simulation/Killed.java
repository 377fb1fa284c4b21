package relay.simulation;

/** The relay's process is gone: whatever its threads were about to do does not happen. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("killed", null, false, false);
  }
}
