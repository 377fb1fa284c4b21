package relay.reconcile;

import java.util.List;

/** Where events go that a registry sent and no receiver received. Blocks. */
public interface MissedEvents {
  /** Those of these ids that no delivery of the registry has, in the order given. */
  List<String> unknown(String registry, List<String> events) throws InterruptedException;

  /**
   * Records the event as a delivery, as its receiver would have; true when it holds something to act on.
   *
   * @throws UnrecordedException when it cannot be recorded now
   */
  boolean record(String registry, String body) throws UnrecordedException, InterruptedException;

  /** Not recorded; asked again at the next round. */
  final class UnrecordedException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnrecordedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
