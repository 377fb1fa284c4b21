package relay.rollout.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppSettings.Drift;
import relay.app.ConfiguredImage;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.health.HealthCheck;
import relay.health.Verdict;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Effect;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.run.OutcomeEffects;
import relay.rollout.run.Transitions;
import relay.time.Waiter;

/** Looks at an idle app: at first sight, for drift, and whether a stuck one has come back. Used by one thread. */
public final class AppWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AppWatch.class);
  private static final int REVERTS_A_DAY = 2;
  private final AppSettings settings;
  private final WebApp app;
  private final Registry registry;
  private final HealthCheck health;
  private final Waiter waiter;
  private final Journal journal;
  private final RolloutListener listener;
  private final Transitions book;
  private Optional<ConfiguredImage> lastDrift = Optional.empty();
  private Instant lastRestart = Instant.EPOCH;

  public AppWatch(AppSettings settings, WebApp app, Registry registry, HealthCheck health, Waiter waiter,
      Journal journal,
      RolloutListener listener) {
    this.settings = settings;
    this.app = app;
    this.registry = registry;
    this.health = health;
    this.waiter = waiter;
    this.journal = journal;
    this.listener = listener;
    this.book = new Transitions(journal, listener, waiter::now);
  }

  /** Records what the app runs if it was never seen before: installing the relay changes nothing. Writes no image. */
  public void firstSight() throws WebAppException, RegistryException, InterruptedException {
    AppRecord memory = journal.memory(settings.name());
    boolean known = memory.expected().isPresent() || memory.presumed().isPresent() || memory.foreign().isPresent()
        || !memory.proven().isEmpty() || journal.stuck(settings.name()).isPresent();
    if (known) {
      return;
    }
    ConfiguredImage live = app.look().live();
    Optional<PinnedImage> presumed = presumed(live);
    journal.apply(settings.name(), "relay", "first sight: the app runs " + live,
        List.of(new Effect.FirstSight(live, presumed)));
    LOG.info("{}: first sight, runs {}{}", settings.name(), live,
        presumed.map(image -> ", presumed to be " + image.digest().brief()).orElse(""));
  }

  private Optional<PinnedImage> presumed(ConfiguredImage live) throws RegistryException, InterruptedException {
    if (!live.isOf(settings.repository())) {
      return Optional.empty();
    }
    if (live.tagged().isPresent()) {
      return registry.digestOf(live.tagged().get()).map(settings.repository()::at);
    }
    return live.pinned();
  }

  /** One look at an app that no rollout touches right now. */
  public void look() throws WebAppException, InterruptedException {
    Optional<Rollout> stuck = journal.stuck(settings.name());
    if (stuck.isPresent()) {
      recover(stuck.get());
    } else {
      drift();
    }
  }

  private void drift() throws WebAppException, InterruptedException {
    AppRecord memory = journal.memory(settings.name());
    ConfiguredImage found = app.look().live();
    Optional<ConfiguredImage> drift = memory.expected().filter(expected -> !expected.sameAs(found)).map(_ -> found);
    listener.drift(settings.name(), drift.isPresent());
    if (drift.isPresent() && !drift.equals(lastDrift)) {
      String why = Transitions.inWords(memory.expected().orElseThrow(), found);
      if (memory.hold().filter(hold -> hold.why().equals(why)).isEmpty()) { // else told before a restart
        LOG.warn("{}: {}", settings.name(), why);
        journal.apply(settings.name(), "relay", why, answer(memory, found, why));
      }
    }
    lastDrift = drift;
  }

  private List<Effect> answer(AppRecord memory, ConfiguredImage found, String why) {
    ConfiguredImage expected = memory.expected().orElseThrow();
    Optional<PinnedImage> before = expected.pinned();
    if (settings.drift() == Drift.ALERT || before.isEmpty() || memory.hold().isPresent() || revertedOften()) {
      return Transitions.drift(settings.name(), expected, found, waiter.now());
    }
    var wanted = new DesiredImage.ByDigest(before.get(), memory.liveTag());
    return List.of(new Effect.Open(RolloutRequest.of(settings.name(), wanted, new Cause.Revert("relay", why),
        waiter.now())), Transitions.told(settings.name(), expected, found, waiter.now()));
  }

  /** Somebody who insists is a person's business. */
  private boolean revertedOften() {
    Instant yesterday = waiter.now().minus(Duration.ofDays(1));
    return journal.history(Optional.of(settings.name()), 100).stream()
        .filter(rollout -> rollout.request().cause() instanceof Cause.Revert(var who, _) && who.equals("relay"))
        .filter(rollout -> rollout.opened().isAfter(yesterday)).count() >= REVERTS_A_DAY;
  }

  /** A stuck app that answers as it should on its way back is well again; else one restart per start budget. */
  private void recover(Rollout rollout) throws WebAppException, InterruptedException {
    Stuck stuck = (Stuck) rollout.state();
    Change change = stuck.change();
    ConfiguredImage live = app.look().live();
    if (OutcomeEffects.liveOf(change.back()).filter(live::sameAs).isEmpty()) {
      return; // only a person or a new push changes what it runs
    }
    Duration patience = settings.health().interval().multipliedBy(settings.health().goodInARow() + 2L);
    Instant now = waiter.now();
    var question = new HealthCheck.Question(change.expectedBack(), change.instances(), now, now.plus(patience));
    if (health.restored(question, change.wasWell()) instanceof Verdict.Good(var evidence)) {
      var _ = book.end(rollout, stuck, change, stuck.recovered(evidence.how()), "Recovered: " + evidence.how() + ".");
    } else if (now.isAfter(lastRestart.plus(settings.health().restoreDeadline()))) {
      lastRestart = now;
      journal.note(rollout.id(), "Restarts the app, since it does not answer on its way back.");
      app.restart();
    }
  }
}
