package reviews.photos;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Runs blocking work on virtual threads, a bounded number at once; answers on the caller's context. */
final class VirtualThreads {
  /** Work that answers nothing. */
  interface Act {
    void run() throws Exception;
  }

  private final Vertx vertx;
  private final Semaphore free;

  VirtualThreads(Vertx vertx, int most) {
    this.vertx = vertx;
    this.free = new Semaphore(most);
  }

  Future<Void> run(Act act) {
    return run(() -> {
      act.run();
      return true;
    }).mapEmpty();
  }

  <T> Future<T> run(Callable<T> work) {
    if (!free.tryAcquire()) {
      return Future.failedFuture(new PhotosUnavailableException("too many photos are under way", null));
    }
    Context caller = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    Thread.ofVirtual().name("photo").start(() -> {
      try {
        T result = work.call();
        caller.runOnContext(_ -> promise.complete(result));
      } catch (BadPhotoException bad) {
        caller.runOnContext(_ -> promise.fail(bad));
      } catch (Exception e) {
        caller.runOnContext(_ -> promise.fail(new PhotosUnavailableException("the photos' place failed", e)));
      } finally {
        free.release();
      }
    });
    return promise.future();
  }
}
