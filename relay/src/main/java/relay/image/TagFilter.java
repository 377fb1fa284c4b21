package relay.image;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which tags a policy looks at before it puts them in order. A filter is never an order. Patterns are RE2's: whatever
 * the pattern, a match takes time in proportion to the tag, so that no pushed tag can keep the relay busy.
 */
public final class TagFilter {
  /** Admits every tag. */
  public static final TagFilter NONE = new TagFilter("", List.of());
  private static final int MAX_PATTERN_CHARS = 200;

  private final String description;
  private final List<Pattern> all;

  private TagFilter(String description, List<Pattern> all) {
    this.description = description;
    this.all = List.copyOf(all);
  }

  /**
   * Admits tags that match both patterns, each as a whole.
   *
   * @param glob {@code *} stands for any text and {@code ?} for one character; everything else for itself
   * @param regex in RE2's syntax: no back references, no look-around
   * @throws IllegalArgumentException when one is empty, longer than 200 characters or no pattern; the message says why
   */
  public static TagFilter of(Optional<String> glob, Optional<String> regex) {
    List<Pattern> all = new ArrayList<>();
    glob.ifPresent(text -> all.add(compiled(toRegex(bounded(text)))));
    regex.ifPresent(text -> all.add(compiled(bounded(text))));
    String description = glob.map(text -> " like " + text).orElse("")
        + regex.map(text -> " matching " + text).orElse("");
    return all.isEmpty() ? NONE : new TagFilter(description, all);
  }

  public boolean admits(String tag) {
    return all.stream().allMatch(pattern -> pattern.matches(tag));
  }

  /** Whether it admits every tag. */
  public boolean isOpen() {
    return all.isEmpty();
  }

  private static String bounded(String text) {
    if (text.isEmpty() || text.length() > MAX_PATTERN_CHARS) {
      throw new IllegalArgumentException("not of 1 to " + MAX_PATTERN_CHARS + " characters");
    }
    return text;
  }

  private static Pattern compiled(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getDescription(), e);
    }
  }

  private static String toRegex(String glob) {
    var regex = new StringBuilder();
    glob.chars().forEach(c -> {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(Character.toString(c)));
      }
    });
    return regex.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TagFilter that && description.equals(that.description);
  }

  @Override
  public int hashCode() {
    return description.hashCode();
  }

  /** As the end of a sentence: empty, or {@code  like build-*}. */
  @Override
  public String toString() {
    return description;
  }
}
