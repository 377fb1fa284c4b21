package relay.image;

import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/** Which tags an app follows, and in which order. Every policy has an order; select by it, deploy by digest. */
public sealed interface TagPolicy {
  /** Whether a push of this tag concerns the app at all. */
  boolean watches(String tag);
  /** Whether going from tag {@code from} to tag {@code to} would be a step back that only a person may ask for. */
  boolean isDowngrade(String from, String to);

  /** One moving tag: whatever it names now is wanted, so moving it to an older image is a wish, not a downgrade. */
  record Exact(String tag) implements TagPolicy {
    /** @throws IllegalArgumentException when {@code tag} is not a tag */
    public Exact {
      if (!ImageReference.isTag(tag)) {
        throw new IllegalArgumentException("not a tag: " + tag);
      }
    }
    @Override
    public boolean watches(String pushed) {
      return tag.equals(pushed);
    }
    @Override
    public boolean isDowngrade(String from, String to) {
      return false;
    }
    @Override
    public String toString() {
      return "tag " + tag;
    }
  }

  /**
   * Tags that are semantic versions (a leading {@code v} is fine) inside {@code range}, a range as npm writes it
   * ({@code ^1.4}, {@code >=2 <3}). Pre-releases only when {@code prereleases}.
   */
  record Semantic(String range, boolean prereleases) implements TagPolicy {
    /** @throws IllegalArgumentException when {@code range} is not a range */
    public Semantic {
      if (range.isBlank() || parsed(range, prereleases).get().isEmpty()) {
        throw new IllegalArgumentException("not a version range: " + range);
      }
    }
    @Override
    public boolean watches(String tag) {
      return admits(Semver.parse(plain(tag)));
    }
    @Override
    public boolean isDowngrade(String from, String to) {
      Semver before = Semver.parse(plain(from));
      Semver after = Semver.parse(plain(to));
      return before != null && after != null && after.isLowerThan(before);
    }
    private boolean admits(@Nullable Semver version) {
      return version != null
          && (prereleases || version.getPreRelease().isEmpty())
          && version.satisfies(parsed(range, prereleases));
    }
    private static RangeList parsed(String range, boolean prereleases) {
      return RangeListFactory.create(range, prereleases);
    }
    private static String plain(String tag) {
      return tag.startsWith("v") ? tag.substring(1) : tag;
    }
    @Override
    public String toString() {
      return "versions " + range;
    }
  }
}
