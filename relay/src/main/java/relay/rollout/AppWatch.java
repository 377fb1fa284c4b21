package relay.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.health.HealthCheck;
import relay.health.Pace;
import relay.health.Verdict;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryTrouble;
import relay.rollout.AppSettings.Drift;
import relay.rollout.RolloutState.Stuck;

/** Looks at an idle app: at first sight, for drift, and whether a stuck one has come back. Used by one thread. */
final class AppWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AppWatch.class);
  private static final int REVERTS_A_DAY = 2;
  private final AppSettings settings;
  private final WebApp app;
  private final Registry registry;
  private final HealthCheck health;
  private final Pace pace;
  private final Journal journal;
  private final RolloutListener listener;
  private final Logbook book;
  private Optional<Live> lastDrift = Optional.empty();
  private Instant lastRestart = Instant.EPOCH;

  AppWatch(AppSettings settings, WebApp app, Registry registry, HealthCheck health, Pace pace, Journal journal,
      RolloutListener listener) {
    this.settings = settings;
    this.app = app;
    this.registry = registry;
    this.health = health;
    this.pace = pace;
    this.journal = journal;
    this.listener = listener;
    this.book = new Logbook(journal, listener, pace::now);
  }
  /** Records what the app runs if it was never seen before: installing the relay changes nothing. Writes no image. */
  void firstSight() throws WebAppTrouble, RegistryTrouble, InterruptedException {
    AppMemory memory = journal.memory(settings.name());
    boolean known = memory.expected().isPresent() || memory.presumed().isPresent() || memory.foreign().isPresent()
        || !memory.proven().isEmpty() || journal.stuck(settings.name()).isPresent();
    if (known) {
      return;
    }
    Live live = app.look().live();
    Optional<PinnedImage> presumed = presumed(live);
    journal.apply(settings.name(), "relay", "first sight: the app runs " + live,
        List.of(new Effect.FirstSight(live, presumed)));
    LOG.info("{}: first sight, runs {}{}", settings.name(), live,
        presumed.map(image -> ", presumed to be " + image.digest().brief()).orElse(""));
  }
  private Optional<PinnedImage> presumed(Live live) throws RegistryTrouble, InterruptedException {
    if (!live.isOf(settings.repository())) {
      return Optional.empty();
    }
    if (live.tagged().isPresent()) {
      return registry.digestOf(live.tagged().get()).map(settings.repository()::at);
    }
    return live.pinned();
  }
  /** One look at an app that no rollout touches right now. */
  void look() throws WebAppTrouble, InterruptedException {
    Optional<Rollout> stuck = journal.stuck(settings.name());
    if (stuck.isPresent()) {
      recover(stuck.get());
    } else {
      drift();
    }
  }
  private void drift() throws WebAppTrouble, InterruptedException {
    AppMemory memory = journal.memory(settings.name());
    Live found = app.look().live();
    Optional<Live> drift = memory.expected().filter(expected -> !expected.sameAs(found)).map(_ -> found);
    listener.drift(settings.name(), drift.isPresent());
    if (drift.isPresent() && !drift.equals(lastDrift)) {
      String why = Logbook.inWords(memory.expected().orElseThrow(), found);
      if (memory.hold().filter(hold -> hold.why().equals(why)).isEmpty()) { // else told before a restart
        LOG.warn("{}: {}", settings.name(), why);
        journal.apply(settings.name(), "relay", why, answer(memory, found, why));
      }
    }
    lastDrift = drift;
  }
  private List<Effect> answer(AppMemory memory, Live found, String why) {
    Live expected = memory.expected().orElseThrow();
    Optional<PinnedImage> before = expected.pinned();
    if (settings.drift() == Drift.ALERT || before.isEmpty() || memory.hold().isPresent() || revertedOften()) {
      return Logbook.drift(settings.name(), expected, found, pace.now());
    }
    var wanted = new Wanted.Exactly(before.get(), memory.liveTag());
    return List.of(new Effect.Open(RolloutRequest.of(settings.name(), wanted, new Cause.Revert("relay", why),
        pace.now())), Logbook.told(settings.name(), expected, found, pace.now()));
  }
  /** Somebody who insists is a person's business. */
  private boolean revertedOften() {
    Instant yesterday = pace.now().minus(Duration.ofDays(1));
    return journal.history(Optional.of(settings.name()), 100).stream()
        .filter(rollout -> rollout.request().cause() instanceof Cause.Revert(var who, _) && who.equals("relay"))
        .filter(rollout -> rollout.opened().isAfter(yesterday)).count() >= REVERTS_A_DAY;
  }
  /** A stuck app that answers as it should on its way back is well again; else one restart per start budget. */
  private void recover(Rollout rollout) throws WebAppTrouble, InterruptedException {
    Stuck stuck = (Stuck) rollout.state();
    Change change = stuck.change();
    Live live = app.look().live();
    if (Aftermath.liveOf(change.back()).filter(live::sameAs).isEmpty()) {
      return; // only a person or a new push changes what it runs
    }
    Duration patience = settings.health().interval().multipliedBy(settings.health().goodInARow() + 2L);
    Instant now = pace.now();
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
