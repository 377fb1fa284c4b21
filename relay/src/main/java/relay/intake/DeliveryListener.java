package relay.intake;

/** Notified of each delivery after its commit, so that what it holds is decided soon. */
@FunctionalInterface
public interface DeliveryListener {
  /**
   * On the event loop: it must not wait. Missing one does no harm, since the journal holds it.
   *
   * @param id under which {@code delivery} was recorded
   */
  void recorded(long id, Delivery delivery);
}
