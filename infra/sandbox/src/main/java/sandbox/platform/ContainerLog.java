package sandbox.platform;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Optional;

/** The log that App Service keeps per site: its own lines and the containers' output, each with its time. Bounded. */
final class ContainerLog {
  private static final int MOST_LINES = 2000;
  private static final int LONGEST_LINE = 4096;

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final InstantSource clock;

  ContainerLog(InstantSource clock) {
    this.clock = clock;
  }

  void info(String line) {
    add(" INFO  - " + line);
  }

  void error(String line) {
    add(" ERROR - " + line);
  }

  /** A line that a container wrote. */
  void output(String line) {
    add("  " + line);
  }

  /** Oldest first, a newline after each; empty when nothing happened yet. */
  synchronized Optional<String> text() {
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines) + "\n");
  }

  private synchronized void add(String text) {
    if (lines.size() == MOST_LINES) {
      lines.removeFirst();
    }
    String cut = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "...";
    lines.addLast(clock.instant().truncatedTo(ChronoUnit.MILLIS) + cut);
  }
}
