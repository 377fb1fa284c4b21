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

    public static Bad of(Blame blame, Unhealthy why, Clues.Findings found) {
      return new Bad(blame, why, Optional.empty(), found.lastLines());
    }

    /**
     * What the platform found decides. An image that lacks a secret which it had before is not blamed for what it then
     * does. Empty when the platform found nothing.
     */
    public static Optional<Bad> ofPlatform(Clues.Findings found) {
      Optional<Clues.Fault> fault = found.fault();
      boolean own = fault.filter(each -> each.blame() == Blame.IMAGE).isPresent();
      boolean excused = own && found.waitingFor().filter(Unhealthy.VaultReference.class::isInstance).isPresent();
      if (fault.isPresent() && !excused) {
        return fault.map(each -> new Bad(each.blame(), each.why(), each.line(), found.lastLines()));
      }
      return found.waitingFor().map(missing -> new Bad(Blame.ENVIRONMENT, missing, fault.flatMap(Clues.Fault::line),
          found.lastLines()));
    }
  }

  /** The one who asked had something more urgent; nothing was concluded. */
  record Cut() implements Verdict {}
}
