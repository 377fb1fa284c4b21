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
import relay.coordination.DecisionLock;
import relay.coordination.WakeUps;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.image.Repository;
import relay.image.TagList;
import relay.image.TagPolicy;
import relay.reconcile.Sighting.Newest;
import relay.rollout.Cause;
import relay.rollout.Cause.Finding;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.record.JournalException;
import relay.time.Waiter;

/**
 * Compares what the registry names newest with what was last seen there and with what runs. What is due becomes a rollout;
 * of several missed pushes only the newest is there to be seen. Apps that follow the same tags share one question. One thread.
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
  private final TagDue due;
  private final DecisionLock lock;
  private final Waiter waiter;
  private final WakeUps wakeUps;
  private final Consumer<AppName> found;
  private final Notices notices = new Notices(LOG);

  /**
   * Wires the check of one registry.
   *
   * @param found hears of each app that missed a push
   */
  TagCheck(List<AppSettings> apps, Registry registry, Sightings sightings, TagDue due, DecisionLock lock,
      Waiter waiter, WakeUps wakeUps, Consumer<AppName> found) {
    for (AppSettings app : apps) {
      this.apps.merge(new Followed(app.repository(), app.tags()), List.of(app),
          (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
    }
    this.registry = registry;
    this.sightings = sightings;
    this.due = due;
    this.lock = lock;
    this.waiter = waiter;
    this.wakeUps = wakeUps;
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
        Optional<Newest> newest = newest(followed);
        for (AppSettings app : each.getValue()) {
          whole &= compared(app, followed, newest);
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

  /** A fault that one app brings is that app's alone. */
  private boolean compared(AppSettings app, Followed followed, Optional<Newest> newest) {
    try {
      if (newest.isPresent()) {
        compare(app, followed, newest.get());
      } else {
        remember(app, followed);
      }
      return true;
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException fault) {
      LOG.error("{}: what {} names could not be compared with what runs", app.name(), followed, fault);
      return false;
    }
  }

  private Optional<Newest> newest(Followed followed) throws RegistryException, InterruptedException {
    Optional<ImageReference> newest = newestTag(followed);
    return newest.isEmpty()
        ? Optional.empty()
        : registry.digestOf(newest.get()).map(digest -> new Newest(newest.get().tag(), digest));
  }

  private Optional<ImageReference> newestTag(Followed followed) throws RegistryException, InterruptedException {
    Repository repository = followed.repository();
    if (followed.tags() instanceof TagPolicy.Exact(var tag)) {
      return Optional.of(repository.tagged(tag)); // its digest alone is asked for, by HEAD
    }
    TagList list = registry.tags(repository);
    if (!list.whole()) {
      throw new RegistryException(Kind.CORRUPT,
          "it has more tags than the relay reads, so that the newest cannot be known; "
              + "delete old ones, or follow one tag");
    }
    return followed.tags().newest(list.tags()).map(repository::tagged);
  }

  /** That there was nothing at first is a baseline too: what comes later is news. */
  private void remember(AppSettings app, Followed followed) {
    lock.exclusively(app.name(), () -> last(app, followed).isPresent()
        ? Optional.empty()
        : sightings.saw(app.name(), new Sighting(followed.toString(), Optional.empty(), waiter.now()),
            Optional.empty()));
  }

  private Optional<Sighting> last(AppSettings app, Followed followed) {
    return sightings.last(app.name()).filter(seen -> seen.follows().equals(followed.toString()));
  }

  private void compare(AppSettings app, Followed followed, Newest newest) {
    Digest digest = newest.digest();
    Optional<Rollout> opened = lock.exclusively(app.name(), () -> {
      Optional<Sighting> last = last(app, followed);
      boolean same = last.filter(seen -> seen.shows(newest)).isPresent();
      boolean first = last.isEmpty();
      Optional<Finding> finding = first
          ? Optional.empty()
          : due.of(app, newest.tag(), digest, !same, waiter.now());
      boolean undecided = !first && finding.isEmpty() && due.isPutOff(app.name(), digest);
      if (undecided || (same && finding.isEmpty())) {
        return Optional.empty(); // what is not remembered is still news at the next round
      }
      var now = new Sighting(followed.toString(), Optional.of(newest),
          same ? last.orElseThrow().at() : waiter.now());
      return sightings.saw(app.name(), now, finding.map(why -> request(app, newest, why)));
    });
    opened.ifPresent(rollout -> {
      LOG.warn("{}: {} names {}: rollout {}", app.name(), newest.tag(), digest.brief(), rollout.id());
      found.accept(app.name());
      wakeUps.wake(app.name());
    });
  }

  private static RolloutRequest request(AppSettings app, Newest seen, Finding why) {
    var desired = new DesiredImage.ByTag(app.repository().tagged(seen.tag()), Optional.of(seen.digest()));
    return RolloutRequest.of(app.name(), desired, new Cause.Reconciled(why));
  }
}
