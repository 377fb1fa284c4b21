package relay.rollout.site;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Waiting;
import relay.rollout.WaitReason;

/** In which order the untouched rollouts of one app are looked at: a person's first, then the newest. Pure. */
record Candidates(List<Rollout> untouched, Instant now) {
  Candidates {
    untouched = untouched.stream().filter(Rollout::isUntouched)
        .sorted(Comparator.comparing(Rollout::manual).thenComparing(Rollout::id).reversed()).toList();
  }

  /**
   * The one to look at now; empty when there is none. One that waits behind another rollout or for a place in the plan
   * keeps those behind it waiting; one that waits for the end of a hold does not.
   *
   * @param open whether what a waiting rollout waits for has come
   */
  Optional<Rollout> next(BiPredicate<Rollout, Waiting> open) {
    for (Rollout rollout : due()) {
      if (!(rollout.state() instanceof Waiting waiting) || open.test(rollout, waiting)) {
        return Optional.of(rollout);
      }
      if (!(waiting.why() instanceof WaitReason.OnHold)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether one that is due and does not wait comes before {@code rollout}. */
  boolean anyBefore(Rollout rollout) {
    return due().stream().takeWhile(other -> !other.id().equals(rollout.id()))
        .anyMatch(other -> !(other.state() instanceof Waiting));
  }

  /** When the next one may start that may not yet; empty when there is none. */
  Optional<Instant> nextDue() {
    return untouched.stream().flatMap(rollout -> rollout.request().notBefore().stream()).filter(now::isBefore)
        .min(Comparator.naturalOrder());
  }

  private List<Rollout> due() {
    return untouched.stream().filter(rollout -> rollout.request().isDue(now)).toList();
  }
}
