package relay.reconcile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.image.Repository;
import relay.image.TagList;
import relay.image.TagPolicy;
import relay.push.PushDecider;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.time.Waiter;

/**
 * Compares what the registry names newest with what was last seen there. What nobody told becomes a rollout; of several
 * missed pushes only the newest is there to be seen. Apps that follow the same tags share one question. One thread.
 */
final class TagCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TagCheck.class);

  /** What an app may be asked about together with others. */
  private record Followed(Repository repository, TagPolicy tags) {
    @Override
    public String toString() {
      return repository + " " + tags;
    }
  }

  private final Map<Followed, List<AppSettings>> apps = new LinkedHashMap<>();
  private final Registry registry;
  private final Sightings sightings;
  private final PushDecider judge;
  private final Waiter waiter;
  private final Consumer<AppName> nudge;
  private final Consumer<AppName> found;
  private final Notices notices = new Notices(LOG);

  /**
   * Wires the check of one registry.
   *
   * @param nudge tells the desk of an app that there is a rollout for it
   * @param found hears of each app that missed a push
   */
  TagCheck(List<AppSettings> apps, Registry registry, Sightings sightings, PushDecider judge, Waiter waiter,
      Consumer<AppName> nudge, Consumer<AppName> found) {
    for (AppSettings app : apps) {
      this.apps.merge(new Followed(app.repository(), app.tags()), List.of(app),
          (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
    }
    this.registry = registry;
    this.sightings = sightings;
    this.judge = judge;
    this.waiter = waiter;
    this.nudge = nudge;
    this.found = found;
  }

  /**
   * One look at all tags that are followed; true when every one could be looked at.
   *
   * @throws RegistryException when the registry as a whole does not answer: asking on would only burden it
   */
  boolean round() throws RegistryException, InterruptedException {
    boolean whole = true;
    for (Map.Entry<Followed, List<AppSettings>> each : apps.entrySet()) {
      Followed followed = each.getKey();
      try {
        Optional<ImageReference> newest = newest(followed);
        if (newest.isPresent()) {
          Optional<Digest> digest = registry.digestOf(newest.get());
          digest.ifPresent(named -> each.getValue().forEach(app -> compare(app, followed, newest.get(), named)));
        }
        notices.over(followed.toString());
      } catch (RegistryException e) {
        if (e.kind() == Kind.UNAVAILABLE) {
          throw e;
        }
        notices.once(followed.toString(), "the tags of " + followed + " cannot be looked at: " + e.getMessage());
        whole = false;
      }
    }
    return whole;
  }

  private Optional<ImageReference> newest(Followed followed) throws RegistryException, InterruptedException {
    Repository repository = followed.repository();
    if (followed.tags() instanceof TagPolicy.Exact(var tag)) {
      return Optional.of(repository.tagged(tag)); // its digest alone is asked for, by HEAD
    }
    TagList list = registry.tags(repository);
    if (!list.whole()) {
      throw new RegistryException(Kind.CORRUPT,
          "it has more tags than the relay reads, so that the newest cannot be told; "
              + "delete old ones, or follow one tag");
    }
    return followed.tags().newest(list.tags()).map(repository::tagged);
  }

  private void compare(AppSettings app, Followed followed, ImageReference newest, Digest digest) {
    Optional<Sighting> last = sightings.last(app.name()).filter(seen -> seen.follows().equals(followed.toString()));
    if (last.filter(seen -> seen.shows(newest.tag(), digest)).isPresent()) {
      return;
    }
    var now = new Sighting(followed.toString(), newest.tag(), digest, waiter.now());
    Optional<Rollout> opened = judge.alone(() -> {
      Optional<String> noNews = last.isEmpty()
          ? Optional.of("it is the first one seen there")
          : judge.whyNoNews(app, newest.tag(), digest, last.get().at());
      noNews.ifPresent(why -> LOG.info("{}: {} names {}: {}", app.name(), newest, digest.brief(), why));
      return sightings.saw(app.name(), now, noNews.isPresent() ? Optional.empty() : Optional.of(request(app, now)));
    });
    opened.ifPresent(rollout -> {
      LOG.warn("{}: {} names {}, and no event told of it: rollout {}", app.name(), newest, digest.brief(),
          rollout.id());
      found.accept(app.name());
      nudge.accept(app.name());
    });
  }

  private static RolloutRequest request(AppSettings app, Sighting seen) {
    var wanted = new DesiredImage.ByTag(app.repository().tagged(seen.tag()), Optional.of(seen.digest()));
    return RolloutRequest.of(app.name(), wanted,
        new Cause.Reconciled("the registry names it, and no event told of it"), seen.at());
  }
}
