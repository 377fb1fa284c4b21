package relay.rollout.site;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppSettings;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.coordination.Places;
import relay.health.HealthCheck;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.RolloutState.Waiting;
import relay.rollout.run.Runner;
import relay.rollout.run.Transitions;
import relay.rollout.watch.AppWatch;
import relay.time.Waiter;

/**
 * The one writer of one site: a loop on one virtual thread that takes up what the journal holds, rollout after rollout,
 * and looks at the app in between. It ends when its thread is interrupted, at a saved state.
 */
public final class SiteWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SiteWorker.class);
  private final AppSettings settings;
  private final Waiter waiter;
  private final Duration lookEvery;
  private final Journal journal;
  private final Runner runner;
  private final AppWatch watch;
  private final Transitions book;
  private Instant nextLook;

  /**
   * Wires one desk.
   *
   * @param lookEvery how often an idle app is looked at, give or take a fifth
   * @param plans the one gate that all desks share
   */
  public SiteWorker(AppSettings settings, WebApp app, Registry registry, HealthCheck health, Waiter waiter,
      Duration lookEvery, Journal journal, Places plans, RolloutListener listener) {
    this.settings = settings;
    this.waiter = waiter;
    this.lookEvery = lookEvery;
    this.journal = journal;
    this.runner = new Runner(settings, app, registry, health, waiter, journal, plans, listener);
    this.watch = new AppWatch(settings, app, registry, health, waiter, journal, listener);
    this.book = new Transitions(journal, listener, waiter::now);
    this.nextLook = waiter.now().plus(jittered());
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        step();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes up one rollout, or looks at the app when it is time, or else waits for either. */
  public void step() throws InterruptedException {
    try {
      Optional<Rollout> touched = journal.unfinished(settings.name()).stream()
          .filter(rollout -> !(rollout.state() instanceof Untouched)).findFirst();
      Optional<Rollout> next = touched.isPresent() ? touched : firstSightThenPick();
      if (next.isPresent()) {
        take(next.get());
      } else if (!waiter.now().isBefore(nextLook)) {
        nextLook = waiter.now().plus(jittered());
        watch.look();
      } else {
        waiter.pause(Duration.between(waiter.now(), nextThing()));
      }
    } catch (WebAppException | RegistryException e) {
      LOG.warn("{}: cannot be looked at: {}", settings.name(), e.getMessage());
      waiter.pause(settings.health().interval());
    } catch (Journal.JournalFailure e) {
      LOG.error("{}: the journal fails, so nothing is done", settings.name(), e);
      waiter.pause(settings.health().interval());
    } catch (RuntimeException | Error fault) { // whatever one look meets must not end the work for this site
      LOG.error("{}: a fault of the relay, goes on after a pause", settings.name(), fault);
      waiter.pause(settings.health().interval());
    }
  }

  /** An app that cannot be looked at does not keep a rollout from being refused for just that reason. */
  private Optional<Rollout> firstSightThenPick() throws WebAppException, RegistryException, InterruptedException {
    try {
      watch.firstSight();
      return pick();
    } catch (WebAppException e) {
      Optional<Rollout> waiting = pick();
      if (waiting.isEmpty()) {
        throw e;
      }
      return waiting;
    }
  }

  private void take(Rollout rollout) throws InterruptedException {
    try {
      var _ = runner.run(rollout);
    } catch (Journal.JournalFailure e) {
      throw e; // what is not saved is not done: tried again from the saved state
    } catch (RuntimeException e) {
      LOG.error("{}: rollout {} met a fault of the relay", settings.name(), rollout.id(), e);
      journal.rollout(rollout.id()).ifPresent(now -> {
        var _ = runner.fail(now, e);
      });
    }
  }

  /** The newest candidate, a person's before any other; those before it are superseded. Empty when none may start. */
  private Optional<Rollout> pick() {
    List<Rollout> open = journal.unfinished(settings.name());
    Instant now = waiter.now();
    Optional<Rollout> chosen = open.stream()
        .filter(rollout -> !rollout.request().notBefore().isAfter(now))
        .max(Comparator.<Rollout, Boolean>comparing(rollout -> rollout.request().cause().manual())
            .thenComparing(Rollout::id));
    chosen.ifPresent(newest -> open.stream().filter(other -> other.id().compareTo(newest.id()) < 0)
        .forEach(older -> supersede(older, newest.id())));
    return chosen.filter(this::mayStart);
  }

  private boolean mayStart(Rollout rollout) {
    return !(rollout.state() instanceof Waiting) || rollout.request().cause().manual()
        || journal.memory(settings.name()).hold().isEmpty()
        || journal.cancelWanted(rollout.id()).isPresent();
  }

  private void supersede(Rollout older, RolloutId by) {
    if (older.state() instanceof Untouched state) {
      Settled _ = book.end(older, state, state.superseded(by), false, "Superseded by rollout " + by + ".");
    }
  }

  private Instant nextThing() {
    return journal.unfinished(settings.name()).stream()
        .filter(rollout -> rollout.state() instanceof Queued)
        .map(rollout -> rollout.request().notBefore())
        .filter(nextLook::isAfter)
        .min(Comparator.naturalOrder()).orElse(nextLook);
  }

  private Duration jittered() {
    double factor = 0.8 + 0.4 * RandomGenerator.getDefault().nextDouble();
    return Duration.ofNanos((long) (lookEvery.toNanos() * factor));
  }
}
