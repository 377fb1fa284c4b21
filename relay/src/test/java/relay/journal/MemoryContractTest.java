package relay.journal;

import relay.journal.engine.MemoryEngine;

/** The engine in memory through every contract. */
class MemoryContractTest
    implements
      InboxContract,
      PushesContract,
      JournalContract,
      AppRecordContract,
      OutboxContract,
      SightingsContract,
      UnreadableContract {
  private final HeldClock clock = new HeldClock();
  private final JournalStore journal = JournalStore.over(new MemoryEngine(), clock);

  @Override
  public Ports ports() {
    return Ports.of(journal, clock);
  }
}
