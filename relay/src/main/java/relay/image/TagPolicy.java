package relay.image;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.semver4j.range.RangeList;

/**
 * Which tags an app follows, and in which order. Every policy has an order; select by it, deploy by digest. Tags are
 * whatever somebody pushed: one that cannot be ordered is ignored, and no tag makes any of the methods fail.
 */
public sealed interface TagPolicy {
  /** Whether a push of this tag concerns the app at all. */
  boolean watches(String tag);

  /**
   * Whether going from tag {@code from} to tag {@code to} is a step back, for which only a person may ask; false when
   * either cannot be ordered.
   */
  boolean isDowngrade(String from, String to);

  /** The newest of those that are watched; empty when none is. */
  Optional<String> newest(Collection<String> tags);

  /** One moving tag: whatever it names now is wanted, so moving it to an older image is intended, not a downgrade. */
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
   * Tags that are semantic versions (a leading {@code v} is fine) inside {@code range} and admitted by the filter.
   *
   * @param range as npm writes it: {@code ^1.4}, {@code >=2 <3}
   * @param prereleases whether pre-releases count too
   */
  record Semantic(String range, boolean prereleases, TagFilter filter) implements TagPolicy {
    /** @throws IllegalArgumentException when {@code range} is not a range */
    public Semantic {
      if (!TagVersion.isRange(range, prereleases)) {
        throw new IllegalArgumentException("not a version range: " + range);
      }
    }

    public Semantic(String range, boolean prereleases) {
      this(range, prereleases, TagFilter.NONE);
    }

    @Override
    public boolean watches(String tag) {
      return newest(List.of(tag)).isPresent();
    }

    @Override
    public boolean isDowngrade(String from, String to) {
      Optional<TagVersion> before = TagVersion.of(from);
      return TagVersion.of(to).filter(after -> before.filter(after::isLowerThan).isPresent()).isPresent();
    }

    @Override
    public Optional<String> newest(Collection<String> tags) {
      RangeList wanted = TagVersion.range(range, prereleases);
      return tags.stream().filter(filter::admits).flatMap(tag -> TagVersion.of(tag).stream())
          .filter(version -> prereleases || !version.isPrerelease())
          .filter(version -> version.isIn(wanted))
          .max(TagVersion.ORDER).map(TagVersion::tag);
    }

    @Override
    public String toString() {
      return "versions " + range + filter;
    }
  }

  /**
   * The newest build by the natural order of its tag: numbers inside it are compared as numbers, {@code build-9} before
   * {@code build-10}. A signature or attestation of another image is never a build.
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
