package relay.azure;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Picks from the container log what is young enough, and bounds and scrubs it: an app may print anything. */
final class ContainerLog {
  static final int MOST_LINES = 200;
  static final int MOST_BYTES = 64 * 1024;
  /** So much of the end is looked at: far more than can be kept, unless the lines are huge. */
  private static final int MOST_READ = 512 * 1024;
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_SCRUBBED = 4 * LONGEST_LINE;
  private static final Pattern STAMP = Pattern
      .compile("(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(Z|[+-]\\d\\d:\\d\\d)?(?=\\s|$)");

  private ContainerLog() {}

  /**
   * The last lines not older than {@code since}, oldest first, without credentials. A line without a time stamp belongs
   * to the one before; those before the first time stamp are left out, their age being unknown.
   */
  static List<String> tail(String log, Instant since) {
    var young = new ArrayDeque<String>();
    boolean wanted = false;
    for (Iterator<String> lines = end(log).lines().iterator(); lines.hasNext();) {
      String line = lines.next();
      Optional<Instant> at = stamp(line);
      if (at.isPresent()) {
        wanted = !at.get().isBefore(since);
      }
      if (wanted) {
        young.addLast(line);
        if (young.size() > MOST_LINES) {
          young.removeFirst();
        }
      }
    }
    return lastBytes(young);
  }

  /** Without a zone it is taken for UTC, in which App Service writes. */
  static Optional<Instant> stamp(String line) {
    Matcher m = STAMP.matcher(line);
    if (!m.lookingAt()) {
      return Optional.empty();
    }
    String zone = m.group(3) == null ? "Z" : m.group(3);
    try {
      return Optional.of(OffsetDateTime.parse(m.group(1) + "T" + m.group(2) + zone).toInstant());
    } catch (DateTimeException _) { // the thirteenth month: something of the app's own
      return Optional.empty();
    }
  }

  /** Whole lines only. */
  private static String end(String log) {
    return log.length() <= MOST_READ ? log : log.substring(log.indexOf('\n', log.length() - MOST_READ) + 1);
  }

  private static List<String> lastBytes(ArrayDeque<String> lines) {
    var kept = new ArrayDeque<String>();
    int bytes = 0;
    for (Iterator<String> newest = lines.descendingIterator(); newest.hasNext();) {
      String line = cut(LogScrub.scrub(cut(newest.next(), LONGEST_SCRUBBED)), LONGEST_LINE);
      bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes > MOST_BYTES) {
        break;
      }
      kept.addFirst(line);
    }
    return List.copyOf(kept);
  }

  private static String cut(String line, int most) {
    return line.length() <= most ? line : line.substring(0, most);
  }
}
