package relay.intake;

/** Told after the commit that a delivery holds pushes, so that somebody decides on them soon. */
@FunctionalInterface
public interface Recorded {
  /** On the event loop: it must not wait. Missing one does no harm, the pushes are in the journal. */
  void pushesOf(long delivery);
}
