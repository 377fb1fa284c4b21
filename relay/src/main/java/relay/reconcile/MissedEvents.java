package relay.reconcile;

import java.util.List;

/** Where events go that a registry sent and no door received. Blocks. */
public interface MissedEvents {
  /** Those of these ids that no delivery of the registry has, in the order given. */
  List<String> unknown(String registry, List<String> events) throws InterruptedException;

  /**
   * Records the event as a delivery, as its door would have; true when it holds something to act on.
   *
   * @throws Unrecorded when it cannot be recorded now
   */
  boolean record(String registry, String body) throws Unrecorded, InterruptedException;

  /** Not recorded; asked again at the next round. */
  final class Unrecorded extends Exception {
    private static final long serialVersionUID = 1L;

    public Unrecorded(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
