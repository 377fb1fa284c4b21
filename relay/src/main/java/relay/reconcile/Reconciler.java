package relay.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.coordination.DecisionLock;
import relay.coordination.WakeUps;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.push.Deletion;
import relay.reconcile.ReconcileListener.By;
import relay.reconcile.ReconcileListener.Round;
import relay.rollout.record.Journal;
import relay.time.Jitter;
import relay.time.Loop;
import relay.time.Waiter;

/**
 * Reconciles one registry: a loop that asks one thing after the other, so that it never floods. When
 * the registry does not answer, the round is broken off and the next ones come ever later.
 */
public final class Reconciler implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration OLDEST_EVENT = Duration.ofDays(7);
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DOUBLINGS = 5;

  /** What all registries' reconcilers share. */
  public record Surroundings(Journal journal, DecisionLock lock, Sightings sightings, MissedEvents events,
      ReconcileListener listener, WakeUps wakeUps, Duration deliveriesKept, Jitter jitter) {}

  private final String name;
  private final List<AppSettings> apps;
  private final ReconcileSettings settings;
  private final Waiter waiter;
  private final Runnable wake;
  private final ReconcileListener listener;
  private final Jitter jitter;
  private final Optional<TagCheck> tags;
  private final Optional<ImageWatch> images;
  private final Optional<Replay> replay;
  private final SelfTest selfTest;
  private final boolean hooked;
  private final Set<AppName> urgent = new HashSet<>();
  private final Notices notices = new Notices(LOG);
  private Instant nextRound;
  private Instant nextTest;
  private int brokenOff;

  /**
   * Wires the reconciliation of one registry.
   *
   * @param name its configured name
   * @param apps those that take images from it
   * @param wake ends the pause under way; from any thread
   * @param hooks its webhooks at Azure; empty when the relay is not to look at them
   */
  public Reconciler(String name, List<AppSettings> apps, Registry registry, List<RegistryHook> hooks,
      ReconcileSettings settings, Waiter waiter, Runnable wake, Surroundings with) {
    this.name = name;
    this.apps = List.copyOf(apps);
    this.settings = settings;
    this.waiter = waiter;
    this.wake = wake;
    this.listener = with.listener();
    this.jitter = with.jitter();
    this.tags = settings.tags()
        ? Optional.of(new TagCheck(apps, registry, with.sightings(), new TagDue(with.journal()), with.lock(), waiter,
            with.wakeUps(), _ -> listener.found(name, By.TAGS)))
        : Optional.empty();
    this.images = settings.images()
        ? Optional.of(new ImageWatch(apps, registry, with.journal(), waiter, listener))
        : Optional.empty();
    this.replay = settings.log() && !hooks.isEmpty()
        ? Optional.of(new Replay(name, hooks, with.sightings(), with.events(),
            least(OLDEST_EVENT, with.deliveriesKept()), least(ON_ITS_WAY, settings.interval()), waiter,
            () -> listener.found(name, By.LOG)))
        : Optional.empty();
    this.hooked = settings.selfTest().isPositive() && !hooks.isEmpty();
    this.selfTest = new SelfTest(name, hooked ? hooks : List.of(), apps, settings, waiter, listener);
    this.nextRound = waiter.now();
    this.nextTest = waiter.now();
  }

  /** Does what is due, or else waits until something is. */
  @Override
  public void step() throws InterruptedException {
    Instant now = waiter.now();
    Set<AppName> concerned = takeUrgent();
    if (!concerned.isEmpty() && images.isPresent()) {
      lookAtOnce(images.get(), concerned);
    } else if (!now.isBefore(nextRound)) {
      Round end = guarded(this::round);
      brokenOff = end == Round.BROKEN_OFF ? Math.min(brokenOff + 1, DOUBLINGS) : 0;
      nextRound = waiter.now().plus(jitter.around(backedOff()));
      listener.round(name, end, waiter.now());
    } else if (hooked && !now.isBefore(nextTest)) {
      nextTest = now.plus(jitter.around(settings.selfTest()));
      var _ = guarded(() -> {
        selfTest.run();
        return Round.WHOLE;
      });
    } else {
      waiter.pause(Duration.between(now, hooked && nextTest.isBefore(nextRound) ? nextTest : nextRound));
    }
  }

  /**
   * A genuine delivery of this registry was recorded. From any thread; does not wait.
   *
   * @param arrived whether it came through a receiver by itself
   */
  public void delivered(boolean arrived, boolean ping, List<Deletion> deletions, Instant at) {
    if (arrived) {
      selfTest.delivered(ping, at);
    }
    for (Deletion gone : deletions) {
      apps.stream().filter(app -> app.repository().equals(gone.repository())).map(AppSettings::name)
          .forEach(this::lookSoon);
    }
    if (ping || !deletions.isEmpty()) {
      wake.run();
    }
  }

  /** What is wrong with its webhooks, for readiness; empty when nothing is known to be. From any thread. */
  public String faults() {
    return selfTest.inWords();
  }

  private Round round() throws InterruptedException {
    boolean whole = true;
    if (replay.isPresent()) {
      whole = replay.get().round();
    }
    try {
      whole &= tags.isEmpty() || tags.get().round();
      whole &= images.isEmpty() || images.get().round();
      notices.over(name);
    } catch (RegistryException e) {
      notices.once(name, "reconciliation of " + name + " is broken off: " + e.getMessage());
      return Round.BROKEN_OFF;
    }
    selfTest.listen();
    return whole ? Round.WHOLE : Round.PARTIAL;
  }

  private void lookAtOnce(ImageWatch watch, Set<AppName> concerned) throws InterruptedException {
    var _ = guarded(() -> {
      try {
        return watch.lookAtOnce(concerned) ? Round.WHOLE : Round.PARTIAL;
      } catch (RegistryException e) {
        LOG.warn("{}: what a deletion means for {} is looked at in the next round: {}", name, concerned,
            e.getMessage());
        return Round.BROKEN_OFF;
      }
    });
  }

  /** Something that can be interrupted. */
  private interface Work {
    Round run() throws InterruptedException;
  }

  private Round guarded(Work work) throws InterruptedException {
    try {
      return work.run();
    } catch (RuntimeException e) {
      LOG.error("{}: reconciliation met a fault of the relay", name, e);
      return Round.BROKEN_OFF;
    }
  }

  private synchronized void lookSoon(AppName app) {
    urgent.add(app);
  }

  private synchronized Set<AppName> takeUrgent() {
    Set<AppName> taken = Set.copyOf(urgent);
    urgent.clear();
    return taken;
  }

  private Duration backedOff() {
    Duration grown = settings.interval().multipliedBy(1L << brokenOff);
    return brokenOff == 0 || settings.interval().compareTo(LONGEST) > 0 ? settings.interval() : least(grown, LONGEST);
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

}
