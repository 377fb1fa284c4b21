package relay.assembly;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.ReadyCheck.Readiness;
import relay.journal.JournalStore;
import relay.rollout.record.JournalException;
import relay.time.Deadline;
import relay.time.Loop;
import relay.time.Waiter;

/** Finds out whether the journal still answers, and forgets old history now and then. */
final class JournalWatch implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration PRUNE_EVERY = Duration.ofHours(6);
  private final JournalStore store;
  private final Waiter waiter;
  private Deadline nextPrune;
  private volatile Readiness readiness = Readiness.READY;

  JournalWatch(JournalStore store, Waiter waiter) {
    this.store = store;
    this.waiter = waiter;
    this.nextPrune = Deadline.in(waiter, Duration.ZERO);
  }

  Readiness readiness() {
    return readiness;
  }

  @Override
  public void step() throws InterruptedException {
    try {
      store.check(waiter.now());
      readiness = new Readiness(true,
          store.unreadable() == 0 ? "" : store.unreadable() + " rows cannot be read and are left out");
      if (nextPrune.passed()) {
        nextPrune = Deadline.in(waiter, PRUNE_EVERY); // one that fails is tried again at the next time
        var _ = store.prune(waiter.now());
      }
    } catch (JournalException e) {
      readiness = Readiness.notYet(String.valueOf(e.getMessage()));
      LOG.error("the journal does not answer", e);
    }
    waiter.pause(EVERY);
  }
}
