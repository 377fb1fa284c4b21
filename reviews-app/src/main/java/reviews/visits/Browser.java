package reviews.visits;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Families of browsers, in the order in which their marks are looked for: most browsers also carry the marks of those
 * they want to be taken for.
 */
public enum Browser {
  BOT("Robots", "bot|crawl|spider|curl/|wget/|python-|java-http|headless"),
  SAMSUNG("Samsung Internet",
      "samsungbrowser/"),
  EDGE("Edge", "edg/|edga/|edgios/|edge/"),
  OPERA("Opera", "opr/|opera"),
  FIREFOX("Firefox",
      "firefox/|fxios/"),
  CHROME("Chrome",
      "chrome/|crios/|chromium/"),
  SAFARI("Safari", "safari/"),
  OTHER("Others", "");

  private static final int LONGEST = 512;
  private final String label;
  private final Pattern marks;

  Browser(String label, String marks) {
    this.label = label;
    this.marks = Pattern.compile(marks);
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** For stores; stays the same for ever. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty when no family has that key. */
  public static Optional<Browser> ofKey(String key) {
    return Stream.of(values()).filter(browser -> browser.key().equals(key)).findFirst();
  }

  /** Judges a {@code User-Agent}; {@link #OTHER} when it has none of the marks. */
  public static Browser of(String userAgent) {
    String text = folded(userAgent);
    return Arrays.stream(values()).filter(browser -> browser.marks.matcher(text).find()).findFirst()
        .orElse(OTHER);
  }

  /** Its beginning is enough, however long a visitor makes it. */
  static String folded(String userAgent) {
    return userAgent.substring(0, Math.min(LONGEST, userAgent.length())).toLowerCase(Locale.ROOT);
  }
}
