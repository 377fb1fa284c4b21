package relay.simulation;

import java.time.Instant;
import java.time.InstantSource;
import relay.journal.JournalStore;
import relay.journal.engine.MemoryEngine;

/** A journal in memory for one history after the other: cheaper than another one for each. */
final class ReusedJournal {
  private final MemoryEngine engine = new MemoryEngine();
  private InstantSource clock = () -> Instant.EPOCH;
  private final JournalStore store = JournalStore.over(engine, () -> clock.instant());

  /** The journal with nothing in it, under that clock. */
  JournalStore blank(InstantSource by) {
    clock = by;
    engine.reset();
    return store;
  }
}
