package relay.image;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which tags a policy looks at before it puts them in order. A filter is never an order. Patterns are RE2's, which take
 * time in proportion to the tag whatever they say, so that no tag that somebody pushed can keep the relay busy.
 */
public final class TagFilter {
  /** Lets every tag through. */
  public static final TagFilter NONE = new TagFilter("", List.of());
  private static final int LONGEST = 200;

  private final String words;
  private final List<Pattern> all;

  private TagFilter(String words, List<Pattern> all) {
    this.words = words;
    this.all = List.copyOf(all);
  }

  /**
   * Lets through what matches both, each from the first to the last character.
   *
   * @param glob {@code *} stands for any text and {@code ?} for one character; everything else for itself
   * @param regex in RE2's syntax: no back references, no look-around
   * @throws IllegalArgumentException when one is empty, longer than 200 characters or no pattern; says which and why
   */
  public static TagFilter of(Optional<String> glob, Optional<String> regex) {
    List<Pattern> all = new ArrayList<>();
    glob.ifPresent(text -> all.add(compiled(translated(bounded(text)))));
    regex.ifPresent(text -> all.add(compiled(bounded(text))));
    String words = glob.map(text -> " like " + text).orElse("") + regex.map(text -> " matching " + text).orElse("");
    return all.isEmpty() ? NONE : new TagFilter(words, all);
  }

  public boolean admits(String tag) {
    return all.stream().allMatch(pattern -> pattern.matches(tag));
  }

  /** Whether it lets every tag through. */
  public boolean isOpen() {
    return all.isEmpty();
  }

  private static String bounded(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException("not of 1 to " + LONGEST + " characters");
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

  private static String translated(String glob) {
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
    return other instanceof TagFilter that && words.equals(that.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  /** As the end of a sentence: empty, or {@code  like build-*}. */
  @Override
  public String toString() {
    return words;
  }
}
