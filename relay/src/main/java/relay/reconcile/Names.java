package relay.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagFilter;
import relay.image.TagList;
import relay.image.TagPolicy;
import relay.time.Waiter;

/**
 * Finds out whether any tag still names an image, for a registry that cannot be asked just that (ACR can, but wants more
 * than the right to pull). The tag that did so last is asked first, so that mostly one request tells; only when it does not
 * name the image any more are the tags listed, and at most {@link #SEARCHED} of them asked. One thread.
 */
final class Names {
  /** Of a longer list only the newest builds are asked, and that none of them names the image proves nothing. */
  static final int SEARCHED = 50;
  private static final Duration SEARCH_AGAIN = Duration.ofHours(1);
  private static final TagPolicy.Natural NEWEST = new TagPolicy.Natural(TagFilter.NONE);

  /** What is known of an image's names. */
  enum Named {
    YES,
    NO,
    /** The repository has more tags than are asked. */
    UNTOLD
  }

  private record Searched(Named found, Instant at) {}

  private final Registry registry;
  private final Waiter waiter;
  private final Map<PinnedImage, String> names = new HashMap<>();
  private final Map<PinnedImage, Searched> searches = new HashMap<>();

  Names(Registry registry, Waiter waiter) {
    this.registry = registry;
    this.waiter = waiter;
  }

  /**
   * Whether a tag names the image.
   *
   * @param hints tags that may well do so
   * @param atOnce search now, even if the last search was not long ago
   */
  Named of(PinnedImage image, List<String> hints, boolean atOnce) throws RegistryException, InterruptedException {
    Set<String> likely = new LinkedHashSet<>();
    Optional.ofNullable(names.get(image)).ifPresent(likely::add);
    likely.addAll(hints);
    if (anyNames(likely, image)) {
      return Named.YES;
    }
    Searched last = searches.get(image);
    if (!atOnce && last != null && waiter.now().isBefore(last.at().plus(SEARCH_AGAIN))) {
      return last.found();
    }
    Named found = search(image, likely);
    if (found != Named.YES) {
      searches.put(image, new Searched(found, waiter.now()));
    }
    return found;
  }

  /** Forgets all but these, so that it does not grow for ever. */
  void keep(Set<PinnedImage> watched) {
    names.keySet().retainAll(watched);
    searches.keySet().retainAll(watched);
  }

  private Named search(PinnedImage image, Set<String> asked) throws RegistryException, InterruptedException {
    TagList list = registry.tags(image.in());
    List<String> newest = NEWEST.newestFirst(list.tags()).stream().filter(tag -> !asked.contains(tag)).toList();
    if (anyNames(newest.subList(0, Math.min(SEARCHED, newest.size())), image)) {
      return Named.YES;
    }
    return list.whole() && newest.size() <= SEARCHED ? Named.NO : Named.UNTOLD;
  }

  private boolean anyNames(Iterable<String> tags, PinnedImage image) throws RegistryException, InterruptedException {
    Repository repository = image.in();
    for (String tag : tags) {
      Optional<Digest> named = ImageReference.isTag(tag)
          ? registry.digestOf(repository.tagged(tag))
          : Optional.empty();
      if (named.filter(image.digest()::equals).isPresent()) {
        names.put(image, tag);
        searches.remove(image);
        return true;
      }
    }
    return false;
  }
}
