package relay.journal;

import java.util.List;
import java.util.function.IntFunction;
import relay.app.AppDirectory;
import relay.intake.Inbox;
import relay.notify.Outbox;
import relay.push.Pushes;
import relay.reconcile.Sightings;
import relay.rollout.Journal;

/** All that an engine must give to be run through the contracts; its clock is {@code clock}. */
record Ports(Inbox inbox, Pushes pushes, Journal journal, Outbox outbox, Sightings sightings, AppDirectory directory,
    IntFunction<List<AuditLine>> audit,
    HeldClock clock) {
  static Ports of(JournalStore journal, HeldClock clock) {
    return new Ports(journal.inbox(), journal.pushes(), journal.journal(), journal.outbox(), journal.sightings(),
        journal.directory(),
        journal::audit, clock);
  }
}
