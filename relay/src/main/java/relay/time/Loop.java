package relay.time;

/** The work of one supervised thread. */
@FunctionalInterface
public interface Loop {
  /**
   * Does what is due, or else waits until something may be.
   *
   * @throws InterruptedException when the relay is stopping
   */
  void step() throws InterruptedException;
}
