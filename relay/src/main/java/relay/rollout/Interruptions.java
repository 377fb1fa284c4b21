package relay.rollout;

import java.time.InstantSource;
import java.util.Optional;

/** Looks in the journal for what should end the rollout under way. Blocks. */
final class Interruptions {
  private final Journal journal;
  private final InstantSource clock;

  Interruptions(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }
  /** Empty when {@code rollout}, now in {@code state}, should go on. */
  Optional<Interruption> of(Rollout rollout, RolloutState state) {
    Optional<Interruption> cancel = journal.cancelWanted(rollout.id())
        .map(wish -> new Interruption.Cancel(wish.who(), wish.why()));
    return cancel.isPresent() ? cancel : newer(rollout, state);
  }
  private Optional<Interruption> newer(Rollout rollout, RolloutState state) {
    boolean held = journal.memory(rollout.app()).hold().isPresent();
    return journal.unfinished(rollout.app()).stream()
        .filter(other -> other.id().compareTo(rollout.id()) > 0)
        .filter(other -> !other.request().notBefore().isAfter(clock.instant()))
        .filter(other -> takesOver(other, rollout, state, held))
        .<Interruption>map(other -> new Interruption.Newer(other.id()))
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
