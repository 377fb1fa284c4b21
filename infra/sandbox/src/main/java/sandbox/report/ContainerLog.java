package sandbox.report;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Optional;

/** The lines of one site's container log, each with its time. Bounded. */
final class ContainerLog {
  private static final int MOST_LINES = 2000;
  private static final int LONGEST_LINE = 4096;
  private static final DateTimeFormatter SEVEN_DIGITS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'")
      .withZone(ZoneOffset.UTC);

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final InstantSource clock;

  ContainerLog(InstantSource clock) {
    this.clock = clock;
  }

  /** A line of the old wording, with its level. */
  void old(String level, String line) {
    add(brief(), " " + level + " - " + line);
  }

  /** A line of the new wording. */
  void young(String line) {
    add(SEVEN_DIGITS.format(clock.instant()), " " + line);
  }

  /** A line that a container wrote. */
  void output(String line, Style style) {
    switch (style.output()) {
      case SET_APART -> add(brief(), "  " + line);
      case MIXED -> add(style.wording() == Wording.OLD ? brief() : SEVEN_DIGITS.format(clock.instant()), " " + line);
      case BARE -> add("", line);
      case ELSEWHERE -> {
      }
    }
  }

  /** Oldest first, a newline after each; empty when nothing happened yet. */
  synchronized Optional<String> text() {
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines) + "\n");
  }

  private String brief() {
    Instant now = clock.instant();
    return now.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private synchronized void add(String time, String text) {
    if (lines.size() == MOST_LINES) {
      lines.removeFirst();
    }
    lines.addLast(time + (text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "..."));
  }
}
