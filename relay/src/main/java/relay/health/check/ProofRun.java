package relay.health.check;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import relay.health.Reading;

/**
 * The run of good answers so far. Immutable: each reading gives the next run.
 *
 * @param good answers in a row
 * @param instances that gave them, as far as the app says
 * @param bad answers in a row in which the wanted image said that it is unwell, none good between them
 * @param seenUnwell what the wanted image said when it was unwell last; empty when it never was since that counts, or
 *     recovered
 * @param seen whether the wanted image was ever seen to answer
 * @param last the last answer that was not good; empty when none was
 */
record ProofRun(int good, Set<String> instances, int bad, Optional<String> seenUnwell, boolean seen,
    Optional<Reading> last) {
  static final ProofRun NONE = new ProofRun(0, Set.of(), 0, Optional.empty(), false, Optional.empty());

  ProofRun {
    instances = Set.copyOf(instances);
  }

  ProofRun with(Reading reading) {
    return switch (reading) {
      case Reading.Well(var marked, var instance) -> {
        Set<String> all = new HashSet<>(instances);
        instance.ifPresent(all::add);
        yield new ProofRun(good + 1, all, 0, seenUnwell, seen || marked, last);
      }
      case Reading.Unwell(var marked, var why) -> new ProofRun(0, Set.of(), marked ? bad + 1 : bad,
          marked ? Optional.of(why) : seenUnwell, seen || marked, Optional.of(reading));
      case Reading.Old _,Reading.Silent _ ->
        new ProofRun(0, Set.of(), bad, seenUnwell, seen, Optional.of(reading));
    };
  }

  /** The same without the bad answers, which begin to count only after a while: until then nobody is blamed for them. */
  ProofRun withoutBad() {
    return new ProofRun(good, instances, 0, Optional.empty(), seen, last);
  }

  /** The same once it has recovered: what it said while it started is not held against it. */
  ProofRun recovered() {
    return new ProofRun(good, instances, bad, Optional.empty(), seen, last);
  }

  String lastWords() {
    return last.map(Reading::detail).orElse("no answer");
  }
}
