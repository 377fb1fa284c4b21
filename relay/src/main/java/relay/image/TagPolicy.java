package relay.image;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  /** The newest of those that are watched; empty when none is. */
  Optional<String> newest(Collection<String> tags);

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
    public Optional<String> newest(Collection<String> tags) {
      return tags.contains(tag) ? Optional.of(tag) : Optional.empty();
    }

    @Override
    public String toString() {
      return "tag " + tag;
    }
  }

  /**
   * Tags that are semantic versions (a leading {@code v} is fine) inside {@code range}, a range as npm writes it
   * ({@code ^1.4}, {@code >=2 <3}), and that the filter admits. Pre-releases only when {@code prereleases}.
   */
  record Semantic(String range, boolean prereleases, TagFilter filter) implements TagPolicy {
    /** @throws IllegalArgumentException when {@code range} is not a range */
    public Semantic {
      if (range.isBlank() || parsed(range, prereleases).get().isEmpty()) {
        throw new IllegalArgumentException("not a version range: " + range);
      }
    }

    public Semantic(String range, boolean prereleases) {
      this(range, prereleases, TagFilter.NONE);
    }

    @Override
    public boolean watches(String tag) {
      return filter.admits(tag) && admits(version(tag), parsed(range, prereleases));
    }

    @Override
    public boolean isDowngrade(String from, String to) {
      Semver before = version(from);
      Semver after = version(to);
      return before != null && after != null && after.isLowerThan(before);
    }

    @Override
    public Optional<String> newest(Collection<String> tags) {
      record Version(String tag, @Nullable Semver number) {}
      RangeList wanted = parsed(range, prereleases);
      return tags.stream().filter(filter::admits).map(tag -> new Version(tag, version(tag)))
          .filter(each -> admits(each.number(), wanted))
          .max(Comparator.<Version, Semver>comparing(each -> Objects.requireNonNull(each.number()))
              .thenComparing(Version::tag)) // 1.0.0 and v1.0.0: always the same one
          .map(Version::tag);
    }

    private boolean admits(@Nullable Semver version, RangeList wanted) {
      return version != null
          && (prereleases || version.getPreRelease().isEmpty())
          && version.satisfies(wanted);
    }

    private static RangeList parsed(String range, boolean prereleases) {
      return RangeListFactory.create(range, prereleases);
    }

    private static @Nullable Semver version(String tag) {
      return Semver.parse(tag.startsWith("v") ? tag.substring(1) : tag);
    }

    @Override
    public String toString() {
      return "versions " + range + filter;
    }
  }

  /**
   * The newest build by the natural order of its tag: numbers inside it are compared as numbers, {@code build-9} before
   * {@code build-10}. What signs or attests another image is never a build.
   */
  record Natural(TagFilter filter) implements TagPolicy {
    @Override
    public boolean watches(String tag) {
      return filter.admits(tag) && !ImageReference.isCompanionTag(tag);
    }

    /** Tags that the filter does not admit (a person deployed one) cannot be compared with builds. */
    @Override
    public boolean isDowngrade(String from, String to) {
      return watches(from) && watches(to) && NaturalOrder.OF_TAGS.compare(to, from) < 0;
    }

    @Override
    public Optional<String> newest(Collection<String> tags) {
      return tags.stream().filter(this::watches).max(NaturalOrder.OF_TAGS);
    }

    /** Those that are watched, the newest first. */
    public List<String> newestFirst(Collection<String> tags) {
      return tags.stream().filter(this::watches).sorted(NaturalOrder.OF_TAGS.reversed()).toList();
    }

    @Override
    public String toString() {
      return "builds" + filter;
    }
  }
}
