package relay.health;

import java.util.List;

/** What a series of probes and the other evidence amounts to. */
public sealed interface Verdict {
  record Good(Evidence evidence) implements Verdict {}

  /** {@code lastLines}: of the container log, scrubbed and bounded; empty when it could not be read. */
  record Bad(Blame blame, String why, List<String> lastLines) implements Verdict {
    public Bad {
      lastLines = List.copyOf(lastLines);
    }
  }

  /** The one who asked had something more urgent; nothing was concluded. */
  record Cut() implements Verdict {}
}
