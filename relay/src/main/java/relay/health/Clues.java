package relay.health;

import java.util.List;
import java.util.Optional;

/** What can be known of the app beside its own answers: container log, instances, Key Vault references. */
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
   * @param fault a reason to give up at once, or at the deadline if not {@code final}
   * @param started the sentence that says how the start of the wanted digest was observed; empty when it was not
   * @param waitingFor what must still come true before the app may be called healthy (a Key Vault reference)
   * @param lastLines of the container log, scrubbed and bounded, oldest first
   */
  record Findings(Optional<Fault> fault, Optional<String> started, Optional<String> waitingFor,
      List<String> lastLines) {
    public static final Findings NONE = new Findings(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Findings {
      lastLines = List.copyOf(lastLines);
    }
  }

  /** Why the image does not come up. When {@code last}, the platform has given up on it and waiting cannot help. */
  record Fault(Blame blame, String why, boolean last) {}
}
