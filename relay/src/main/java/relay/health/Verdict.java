package relay.health;

import java.util.List;
import java.util.Optional;

/** What a series of probes and the other evidence amounts to. */
public sealed interface Verdict {
  record Good(Evidence evidence) implements Verdict {}

  /**
   * Not healthy.
   *
   * @param decisiveLine the line of the platform's log that decided it; empty when none did
   * @param lastLines of the container log, scrubbed and bounded; empty when it could not be read
   */
  record Bad(Blame blame, Unhealthy why, Optional<String> decisiveLine, List<String> lastLines) implements Verdict {
    public Bad {
      lastLines = List.copyOf(lastLines);
    }

    static Bad of(Blame blame, Unhealthy why, Clues.Findings found) {
      return new Bad(blame, why, Optional.empty(), found.lastLines());
    }

    static Bad of(Clues.Fault fault, Clues.Findings found) {
      return new Bad(fault.blame(), fault.why(), fault.line(), found.lastLines());
    }
  }

  /** The one who asked had something more urgent; nothing was concluded. */
  record Cut() implements Verdict {}
}
