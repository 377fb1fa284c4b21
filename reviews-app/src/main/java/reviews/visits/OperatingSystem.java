package reviews.visits;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Families of operating systems, in the order in which their marks are looked for: Android also says Linux. */
public enum OperatingSystem {
  ANDROID("Android", "android"),
  IOS("iOS", "iphone|ipad|ipod"),
  WINDOWS("Windows", "windows"),
  MACOS("macOS",
      "mac os x|macintosh"),
  CHROMEOS("ChromeOS", "cros "),
  LINUX("Linux", "linux|x11"),
  OTHER("Others", "");

  private final String label;
  private final Pattern marks;

  OperatingSystem(String label, String marks) {
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
  public static Optional<OperatingSystem> ofKey(String key) {
    return Stream.of(values()).filter(system -> system.key().equals(key)).findFirst();
  }

  /** Judges a {@code User-Agent}; {@link #OTHER} when it has none of the marks. */
  public static OperatingSystem of(String userAgent) {
    String text = Browser.folded(userAgent);
    return Arrays.stream(values()).filter(system -> system.marks.matcher(text).find()).findFirst()
        .orElse(OTHER);
  }
}
