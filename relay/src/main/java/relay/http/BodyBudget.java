package relay.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all request bodies that this process holds at one time, whoever sent them: many that are each small enough must
 * not fill the heap together. Thread-safe.
 */
final class BodyBudget {
  /** The share of the heap: a body is held once as it came, and about three times more while it is read and stored. */
  private static final int SHARE = 8;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final long most;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(long most) {
    this.most = most;
  }

  /** A share of the heap that this process may have. */
  static BodyBudget ofHeap() {
    return new BodyBudget(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /** What one request takes of it, until that has been answered. */
  Holding hold(RoutingContext ctx) {
    var holding = new Holding();
    ctx.addEndHandler(_ -> holding.release());
    return holding;
  }

  /** On the event loop of its request. */
  final class Holding {
    private long bytes;
    private boolean released;

    /** Throws {@link Problem.Busy} when there is no room for so many more; what was taken before stays taken. */
    void take(long more) {
      if (released || held.addAndGet(more) > most) {
        held.addAndGet(released ? 0 : -more);
        throw new ProblemException(new Problem.Busy(RETRY_AFTER));
      }
      bytes += more;
    }

    private void release() {
      released = true;
      held.addAndGet(-bytes);
      bytes = 0;
    }
  }
}
