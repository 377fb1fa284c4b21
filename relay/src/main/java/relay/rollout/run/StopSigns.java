package relay.rollout.run;

import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.record.Journal;

/** Whether a rollout is to be looked at anew rather than gone on with: a person wants it ended, or it was moved. */
final class StopSigns {
  private final Journal journal;

  StopSigns(Journal journal) {
    this.journal = journal;
  }

  boolean stopWanted(RolloutId id) {
    return journal.stopRequested(id).isPresent();
  }

  /** Also when another rollout has taken over meanwhile. */
  boolean any(Rollout rollout) {
    return stopWanted(rollout.id())
        || journal.rollout(rollout.id()).filter(now -> now.version() == rollout.version()).isEmpty();
  }
}
