package relay.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.rollout.record.JournalException;

/** Runs what blocks (the journal) off the event loop: a few at a time, and no more waiting than can be served soon. */
final class Workers {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 64;
  private static final Duration FULL_FOR = Duration.ofSeconds(1);
  private static final Duration UNWRITABLE_FOR = Duration.ofSeconds(30);

  private final WorkerExecutor executor;
  private final Semaphore places = new Semaphore(MOST_WAITING);

  Workers(Vertx vertx) {
    executor = vertx.createSharedWorkerExecutor("relay-api", THREADS, 1, TimeUnit.MINUTES);
  }

  /** The future completes on the caller's context. It fails as a problem when there is no place or no journal. */
  <T> Future<T> run(Callable<T> work) {
    if (!places.tryAcquire()) {
      return Future.failedFuture(new ProblemException(new Problem.Busy(FULL_FOR)));
    }
    return executor.executeBlocking(() -> {
      try {
        return work.call();
      } finally {
        places.release();
      }
    }, false).compose(found -> Future.succeededFuture(Objects.requireNonNull(found)),
        fault -> Future.failedFuture(problemOf(fault)));
  }

  private static Throwable problemOf(Throwable fault) {
    if (fault instanceof JournalException) {
      log.error("the journal did not serve the API", fault);
      return new ProblemException(new Problem.Busy(UNWRITABLE_FOR));
    }
    return fault;
  }
}
