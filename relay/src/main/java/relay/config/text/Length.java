package relay.config.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: a whole number and its unit. */
public final class Length {
  public static final String EXAMPLES = "200ms, 5s, 10m, 2h or 90d";
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS = new LinkedHashMap<>(); // the largest first

  static {
    MILLIS.put("d", 86_400_000L);
    MILLIS.put("h", 3_600_000L);
    MILLIS.put("m", 60_000L);
    MILLIS.put("s", 1_000L);
    MILLIS.put("ms", 1L);
  }

  private Length() {}

  /** Empty when {@code text} is not of that form; a bare number has no unit, so it is not. */
  public static Optional<Duration> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches()
        ? Optional.of(Duration.ofMillis(Long.parseLong(m.group(1)) * MILLIS.getOrDefault(m.group(2), 1L)))
        : Optional.empty();
  }

  /** As {@link #parse} reads it, in the largest unit that fits. */
  public static String inWords(Duration length) {
    long millis = length.toMillis();
    return MILLIS.entrySet().stream().filter(unit -> millis > 0 && millis % unit.getValue() == 0).findFirst()
        .map(unit -> millis / unit.getValue() + unit.getKey()).orElse("0s");
  }
}
