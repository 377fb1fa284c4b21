package relay.journal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import relay.app.AppDirectory;
import relay.intake.Inbox;
import relay.notify.Outbox;
import relay.push.Pushes;
import relay.reconcile.Sightings;
import relay.rollout.record.Journal;

/**
 * All that an engine must give to be run through the contracts.
 *
 * @param clock the one that the ports look at
 * @param damage runs a statement past the ports, as something else would that writes to the database
 * @param unreadable how many rows were left out so far
 */
record Ports(Inbox inbox, Pushes pushes, Journal journal, Outbox outbox, Sightings sightings, AppDirectory directory,
    IntFunction<List<AuditLine>> audit, HeldClock clock, Consumer<String> damage, LongSupplier unreadable) {
  static Ports of(JournalStore journal, HeldClock clock) {
    return new Ports(journal.inbox(), journal.pushes(), journal.journal(), journal.outbox(), journal.sightings(),
        journal.directory(), journal::audit, clock,
        sql -> assertChanged(journal.onWriter(session -> session.update(sql)), sql), journal::unreadable);
  }

  private static void assertChanged(int rows, String sql) {
    if (rows == 0) {
      throw new AssertionError("changed nothing: " + sql);
    }
  }
}
