package relay.journal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import relay.rollout.record.JournalException;
import relay.rollout.record.OvertakenException;

/** Waits for the journal's threads on behalf of callers that may block. */
final class Blocking {
  private Blocking() {}

  /**
   * The result. An interrupt does not cut the wait short, since then nobody would know what was committed; it stays set.
   *
   * @throws IllegalStateException when the call asked for what is not allowed
   * @throws OvertakenException when somebody else moved the rollout
   * @throws JournalException when the journal could not do it
   */
  static <T> T result(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof NotAllowedException) {
        throw new IllegalStateException(cause.getMessage(), cause);
      }
      if (cause instanceof OvertakenException overtaken) {
        throw overtaken;
      }
      String why = cause instanceof TimeoutException ? "no answer in time" : cause.getMessage();
      throw new JournalException("the journal could not do it: " + why, cause);
    }
  }
}
