package relay.http;

import io.vertx.core.buffer.Buffer;
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

  /** The body of one request as far as it has come. On the event loop of that request. */
  final class Holding {
    private Buffer kept = Buffer.buffer();
    private boolean released;

    int length() {
      return kept.length();
    }

    /** Throws {@link Problem.Busy} when there is no room for so much more; what was kept before stays kept. */
    void append(Buffer part) {
      if (released || held.addAndGet(part.length()) > most) {
        held.addAndGet(released ? 0 : -part.length());
        throw new ProblemException(new Problem.Busy(RETRY_AFTER));
      }
      kept.appendBuffer(part);
    }

    Buffer whole() {
      return kept;
    }

    /** Keeps nothing any more: the room is free as soon as the bytes are. Safe to repeat. */
    void release() {
      released = true;
      held.addAndGet(-kept.length());
      kept = Buffer.buffer();
    }
  }
}
