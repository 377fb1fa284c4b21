package relay.health;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The run of good answers so far. Immutable: each reading gives the next run.
 *
 * @param good answers in a row
 * @param instances that gave them, as far as the app tells
 * @param seenUnwell the wanted image itself was seen to be unwell: what it said last
 * @param last what the last answer that was not good said; empty when none was
 */
public record ProofRun(int good, Set<String> instances, Optional<String> seenUnwell, boolean seen,
    Optional<String> last) {
  public static final ProofRun NONE = new ProofRun(0, Set.of(), Optional.empty(), false, Optional.empty());

  public ProofRun {
    instances = Set.copyOf(instances);
  }

  public ProofRun with(Reading reading) {
    return switch (reading) {
      case Reading.Well(var marked, var instance) -> {
        Set<String> all = new HashSet<>(instances);
        instance.ifPresent(all::add);
        yield new ProofRun(good + 1, all, seenUnwell, seen || marked, last);
      }
      case Reading.Old _ -> new ProofRun(0, Set.of(), seenUnwell, seen, Optional.of("the image before still answers"));
      case Reading.Unwell(var marked, var why) ->
        new ProofRun(0, Set.of(), marked ? Optional.of(why) : seenUnwell, seen || marked, Optional.of(why));
      case Reading.Silent(_, var why) -> new ProofRun(0, Set.of(), seenUnwell, seen, Optional.of(why));
    };
  }
}
