package relay.intake;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import relay.push.PushOutcome;

/** Where receivers record deliveries. Nothing waits: futures complete on the caller's context after the commit. */
public interface Inbox {
  /**
   * Records the delivery and its pushes. The future holds its id once it is on disk, and fails with {@link FullException}
   * or {@link UnwritableException} when it is not; then nothing was stored.
   */
  Future<Long> record(Delivery delivery);

  /** Empty when no delivery has this id. */
  Future<Optional<RecordedDelivery>> delivery(long id);

  /** The newest first, at most {@code limit}. */
  Future<List<RecordedDelivery>> deliveries(int limit);

  /** Those of these event ids that no delivery of this registry has, in the order given. */
  Future<List<String>> unknown(String registry, List<String> events);

  /** A delivery as recorded, and what was decided on its pushes so far. */
  record RecordedDelivery(long id, Delivery delivery, List<PushOutcome> outcomes) {}

  /** Too many deliveries wait for their commit. */
  final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FullException() {
      super("the journal's queue is full", null, false, false);
    }
  }

  /** The journal cannot commit (disk full, say). */
  final class UnwritableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnwritableException(Throwable cause) {
      super("the journal cannot be written", cause);
    }
  }
}
