package sandbox.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sentences that are the same in every wording, and the forms of times and numbers in them. */
final class Sentences {
  static final String PROHIBITED = "Start site prohibited because the site is being blocked.";
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("MM/dd/uuuu HH:mm:ss", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private Sentences() {}

  static String blocked(String site, Duration time, Instant until) {
    String length = time.toMinutes() > 0 ? time.toMinutes() + " minutes" : seconds(time) + " seconds";
    return "Site: " + site + " will be blocked for " + length + " till " + time(until);
  }

  static String unblocked(String site) {
    return "Site: " + site + " is unblocked.";
  }

  static String reference(String value) {
    return "Invalid image reference in '" + value + "'";
  }

  static String time(Instant at) {
    return CLOCK.format(at);
  }

  /** As .NET writes it: with a fraction of up to seven digits, such as {@code 185.0804041}, or without one. */
  static String seconds(Duration time) {
    return "%d.%07d".formatted(time.toSeconds(), time.toNanosPart() / 100).replaceFirst("\\.?0+$", "");
  }
}
