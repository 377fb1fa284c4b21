package relay.intake;

/** Told of each delivery after its commit, so that somebody decides soon on what it holds. */
@FunctionalInterface
public interface Recorded {
  /**
   * On the event loop: it must not wait. Missing one does no harm, the journal holds it.
   *
   * @param id under which {@code delivery} was recorded
   */
  void recorded(long id, Delivery delivery);
}
