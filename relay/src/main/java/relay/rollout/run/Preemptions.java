package relay.rollout.run;

import java.time.InstantSource;
import java.util.Optional;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;

/** Looks in the journal for what should end the rollout under way. Blocks. */
public final class Preemptions {
  private final Journal journal;
  private final InstantSource clock;

  public Preemptions(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Empty when {@code rollout}, now in {@code state}, should go on. */
  public Optional<Preemption> of(Rollout rollout, RolloutState state) {
    Optional<Preemption> cancel = journal.cancelWanted(rollout.id())
        .map(wish -> new Preemption.Cancel(wish.who(), wish.why()));
    return cancel.isPresent() ? cancel : newer(rollout, state);
  }

  private Optional<Preemption> newer(Rollout rollout, RolloutState state) {
    boolean held = journal.memory(rollout.app()).hold().isPresent();
    return journal.unfinished(rollout.app()).stream()
        .filter(other -> other.id().compareTo(rollout.id()) > 0)
        .filter(other -> !other.request().notBefore().isAfter(clock.instant()))
        .filter(other -> takesOver(other, rollout, state, held))
        .<Preemption>map(other -> new Preemption.Newer(other.id()))
        .findFirst();
  }

  /** A person's wish takes over anything; an automatic one what is not being proven, and no person's wish. */
  private static boolean takesOver(Rollout other, Rollout current, RolloutState state, boolean held) {
    if (other.request().cause().manual()) {
      return true;
    }
    return !held && !current.request().cause().manual()
        && (state instanceof RolloutState.Untouched || state instanceof RolloutState.Soaking);
  }
}
