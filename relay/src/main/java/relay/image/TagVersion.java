package relay.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.semver4j.Semver;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * A tag that is a semantic version, with or without a leading {@code v}. The one place where a tag becomes a version:
 * one that the library could not compare is no version here, so nothing fails later.
 */
record TagVersion(String tag, Semver number) {
  /** By precedence (semver.org, item 11), then by the tag itself, so that 1.0.0 and v1.0.0 have an order too. */
  static final Comparator<TagVersion> ORDER = TagVersion::compare;
  /** The library reads numbers as long, and throws past that: longer ones never reach it. */
  private static final int MAX_DIGITS = 18;
  private static final String LONG_NUMBER = "\\d{" + (MAX_DIGITS + 1) + ",}";
  private static final Pattern LONG_IDENTIFIER = Pattern
      .compile("(^|\\.|^\\d+\\.\\d+\\.\\d+-)" + LONG_NUMBER + "(?![0-9A-Za-z-])");
  private static final Pattern LONG_NUMBER_ANYWHERE = Pattern.compile(LONG_NUMBER);

  /** Empty when {@code tag} is no tag, no semantic version, or has a number of more than {@link #MAX_DIGITS} digits. */
  static Optional<TagVersion> of(String tag) {
    String version = tag.startsWith("v") ? tag.substring(1) : tag;
    if (!ImageReference.isTag(tag) || LONG_IDENTIFIER.matcher(version).find()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Semver.parse(version)).map(number -> new TagVersion(tag, number));
    } catch (RuntimeException unreadable) { // the library documents none, and has thrown several kinds
      return Optional.empty();
    }
  }

  /** What {@code range} means to the library. */
  static RangeList range(String range, boolean prereleases) {
    return RangeListFactory.create(range, prereleases);
  }

  /** Whether the library reads {@code range} as one, and can compare any version with it. */
  static boolean isRange(String range, boolean prereleases) {
    if (range.isBlank() || LONG_NUMBER_ANYWHERE.matcher(range).find()) {
      return false;
    }
    try {
      return !range(range, prereleases).get().isEmpty();
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  boolean isPrerelease() {
    return !number.getPreRelease().isEmpty();
  }

  /** Whether its number is lower; what the tags look like plays no part. */
  boolean isLowerThan(TagVersion other) {
    return precedence(this, other) < 0;
  }

  /** Whether it lies in the range; a comparison that fails counts as outside. */
  boolean isIn(RangeList range) {
    try {
      return number.satisfies(range);
    } catch (RuntimeException incomparable) {
      return false;
    }
  }

  private static int compare(TagVersion a, TagVersion b) {
    int order = precedence(a, b);
    return order != 0 ? order : a.tag().compareTo(b.tag());
  }

  /** Of its own rather than the library's, which cannot be relied upon to be an order for every pre-release. */
  private static int precedence(TagVersion a, TagVersion b) {
    int order = Integer.compare(a.number().getMajor(), b.number().getMajor());
    order = order != 0 ? order : Integer.compare(a.number().getMinor(), b.number().getMinor());
    order = order != 0 ? order : Integer.compare(a.number().getPatch(), b.number().getPatch());
    return order != 0 ? order : prereleases(a.number().getPreRelease(), b.number().getPreRelease());
  }

  private static int prereleases(List<String> a, List<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(a.isEmpty(), b.isEmpty()); // a release comes after its pre-releases
    }
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = identifiers(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** Numbers by value and before words; words by ASCII. */
  private static int identifiers(String a, String b) {
    boolean numberA = a.chars().allMatch(TagVersion::isDigit);
    boolean numberB = b.chars().allMatch(TagVersion::isDigit);
    if (numberA && numberB) {
      return Long.compare(Long.parseLong(a), Long.parseLong(b));
    }
    return numberA != numberB ? Boolean.compare(numberB, numberA) : a.compareTo(b);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
