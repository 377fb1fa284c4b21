package reviews.restaurants;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a store does once before its first use: again after it failed, but a down store is not hammered. */
public final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
  /** After a failure, how long nobody tries again. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Supplier<Future<Void>> work;
  private @Nullable Future<Void> latest;
  private boolean failing;
  private long failedAt;

  public Opening(Supplier<Future<Void>> work) {
    this.work = work;
  }

  /** Completes when the work was done, now or long ago. */
  public synchronized Future<Void> done() {
    if (latest == null || (latest.failed() && System.nanoTime() - failedAt > PAUSE.toNanos())) {
      latest = Future.<Void>succeededFuture().compose(_ -> work.get()).onComplete(this::ended);
    }
    return latest;
  }

  private synchronized void ended(AsyncResult<Void> result) {
    failedAt = System.nanoTime();
    if (result.failed() && !failing) {
      LOG.warn("the store cannot be used: {}", result.cause().toString());
    } else if (result.succeeded() && failing) {
      LOG.info("the store can be used again");
    }
    failing = result.failed();
  }
}
