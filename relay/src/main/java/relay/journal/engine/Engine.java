package relay.journal.engine;

import java.util.concurrent.CompletableFuture;
import relay.journal.engine.Session.Work;

/**
 * A database as the journal's ports use it, whichever it is. Safe from any thread. The work may run more than once, each
 * time in a transaction that left nothing of the one before.
 */
public interface Engine extends AutoCloseable {
  /** Reads a snapshot of what is committed, and waits for it. */
  <T> T read(Work<T> work);

  /** As {@link #read}; completes on a thread of the engine's, so do not linger there. */
  <T> CompletableFuture<T> ask(Work<T> work);

  /** Returns once {@code work} is committed. An interrupt does not cut that short: it stays set for the caller. */
  <T> T write(Work<T> work);

  /**
   * Hands over a delivery's work; completes after its commit, on a thread of the engine's.
   *
   * @throws relay.intake.Inbox.FullException when too many wait
   */
  CompletableFuture<Long> deliver(Work<Long> work);

  /** Deliveries that wait for their commit. */
  int queued();

  /** Commits what waits, takes no more, and gives the database up. Safe to repeat. */
  @Override
  void close();
}
