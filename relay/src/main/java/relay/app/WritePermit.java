package relay.app;

/** The right to write one site, checked as the last step before each write. */
@FunctionalInterface
public interface WritePermit {
  /**
   * Returns while the right is held with time to spare for one call.
   *
   * @throws WritePermitLostException when it is not: then nothing may be written
   */
  void require();
}
