package relay.health;

import java.util.List;
import java.util.Optional;

/** What can be known of the app beside its own answers: platform log, site status, instances, Key Vault references. */
public interface Clues {
  /**
   * A look at everything there is. Blocks. A source that cannot be read is left out, not guessed.
   *
   * @throws InterruptedException when the relay is stopping
   */
  Findings look() throws InterruptedException;

  /**
   * What the look found.
   *
   * @param fault a reason to give up, at once or at the deadline
   * @param startLogged whether the platform's log names the wanted digest and then its start
   * @param startReported whether the platform reports every instance started after it saw them change
   * @param instances that serve the app now; at least 1
   * @param waitingFor what must still come true before the app may be called healthy (a Key Vault reference)
   * @param lastLines of the container log, scrubbed and bounded, oldest first
   */
  record Findings(Optional<Fault> fault, boolean startLogged, boolean startReported, int instances,
      Optional<Unhealthy> waitingFor, List<String> lastLines) {
    public static final Findings NONE = new Findings(Optional.empty(), false, false, 1, Optional.empty(), List.of());

    public Findings {
      lastLines = List.copyOf(lastLines);
    }

    public boolean started() {
      return startLogged || startReported;
    }
  }

  /**
   * Why the image does not come up.
   *
   * @param line the platform's line that shows it; empty when it was no line
   * @param last whether the platform has given up on it, so that waiting cannot help
   */
  record Fault(Blame blame, Unhealthy why, Optional<String> line, boolean last) {}
}
