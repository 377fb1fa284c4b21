package relay.rollout.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.coordination.LocalDecisionLock;
import relay.coordination.Places;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.Marker;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.health.check.HealthCheck;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.RegistryException;
import relay.image.TagPolicy;
import relay.intake.Delivery;
import relay.journal.JournalStore;
import relay.journal.engine.MemoryEngine;
import relay.notify.Outbox;
import relay.push.Push;
import relay.push.PushDecider;
import relay.push.PushOutcome;
import relay.push.PushWorker;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.WaitReason;
import relay.rollout.act.Operations;
import relay.rollout.gate.Gates;
import relay.rollout.record.Announcement;
import relay.rollout.record.Journal;
import relay.rollout.record.RolloutListener;
import relay.rollout.site.SiteLanes;
import relay.time.Jitter;

/** A relay that works on {@link Cloud}, one app of it, under a clock that the test holds. */
final class World extends Cloud implements RolloutListener {
  static final AppName APP = new AppName("reviews");
  static final PinnedImage V1 = image("v1");
  static final PinnedImage V2 = image("v2");
  static final PinnedImage V3 = image("v3");

  final JournalStore store = JournalStore.over(new MemoryEngine(), waiter::now);
  final Journal journal = store.journal();
  /** After each saved move; may throw what kills the relay. */
  Runnable afterSave = () -> {};
  final List<String> states = new ArrayList<>();
  final Places plans = new Places(1, _ -> {});
  boolean drift;
  boolean visible = true;
  private boolean checking;
  private SiteLanes lanes;
  private AppSettings lanesOf;
  AppSettings settings = settings(new TagPolicy.Exact("live"), AppSettings.Mode.ACT, Grade.PROVEN);

  World() {
    lanesOf = settings;
    lanes = open();
    waiter.whilePausing = this::candidates;
    for (PinnedImage image : List.of(V1, V2, V3)) {
      held.add(image);
      revisions.put(image, "rev-" + image.digest().brief());
    }
  }

  static PinnedImage image(String name) {
    return REPOSITORY.at(Digest.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  static AppSettings settings(AppSettings.Drift drift) {
    return settings(new TagPolicy.Exact("live"), AppSettings.Mode.ACT, Grade.PROVEN, drift);
  }

  static AppSettings settings(TagPolicy tags, AppSettings.Mode mode, Grade require) {
    return settings(tags, mode, require, AppSettings.Drift.ALERT);
  }

  private static AppSettings settings(TagPolicy tags, AppSettings.Mode mode, Grade require, AppSettings.Drift drift) {
    HealthSettings health = HealthSettings.at("/healthz");
    var proof = new ProofSettings(require, ProofSettings.REVISION, Optional.of(new Marker.Pointer("/revision")),
        Optional.of(new Marker.Pointer("/instance")));
    return new AppSettings(APP, "/sites/reviews", "shop", REPOSITORY, tags, Platform.LINUX_AMD64, mode, health, proof,
        AppSettings.VaultGate.NO_WORSE, false, Duration.ofMinutes(5), drift);
  }

  /** Both lanes of the site, as a relay that was just started has them. */
  private SiteLanes open() {
    var gates = new Gates(APP, journal, plans);
    return SiteLanes.of(
        waiting -> new Runner.Site(settings, this, () -> {}, this, health(), journal, gates, this, waiting), waiter,
        waiter, _ -> {}, Duration.ofMinutes(5), new Jitter(new Random(1)));
  }

  /** The relay was killed: what it knew besides the journal is gone. */
  World restarted() {
    lanesOf = settings;
    lanes = open();
    return this;
  }

  private SiteLanes lanes() {
    if (!lanesOf.equals(settings)) {
      restarted();
    }
    return lanes;
  }

  PushWorker pushDesk() {
    return new PushWorker("shop", List.of(settings), store.pushes(), new PushDecider(journal, waiter::now),
        new LocalDecisionLock(), this::tagNow, waiter, Duration.ofSeconds(5), _ -> {});
  }

  /** What a person may ask. */
  Operations operations() {
    return new Operations(journal, new LocalDecisionLock(), _ -> {}, waiter::now);
  }

  /** Lets the pushes be decided that wait for it. */
  void decide() {
    try {
      pushDesk().decideSome();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<Digest> tagNow(ImageReference image) {
    try {
      return digestOf(image);
    } catch (RegistryException e) {
      return Optional.empty();
    }
  }

  HealthCheck health() {
    return new HealthCheck(this, waiter, settings.health(), settings.proof(), reading -> probed(APP, reading));
  }

  /** Moves the tag at the registry. */
  World tag(String tag, PinnedImage image) {
    tags.put(tag, image);
    return this;
  }

  /** A push that tells the truth: the tag is moved, and the event says so. */
  void push(String tag, PinnedImage image) {
    tag(tag, image);
    tell(tag, image.digest());
  }

  /** An event alone. */
  void tell(String tag, Digest digest) {
    tell(REPOSITORY.tagged(tag), Optional.of(digest));
  }

  void tell(ImageReference image, Optional<Digest> digest) {
    var push = new Push("shop", image, digest, Instant.EPOCH);
    var _ = store.inbox().record(new Delivery("acr", "shop", waiter.now(), Optional.empty(), "push", "{}",
        List.of(push), List.of(), List.of(), List.of())).await();
  }

  /** The registry's scanner holds the image back. */
  World quarantined(PinnedImage image) {
    var _ = store.inbox().record(new Delivery("acr", "shop", waiter.now(), Optional.empty(), "quarantine", "{}",
        List.of(), List.of(), List.of(image), List.of())).await();
    return this;
  }

  /** What became of all pushes, in their order. */
  List<PushOutcome> outcomes() {
    return store.inbox().deliveries(100).await().reversed().stream()
        .flatMap(delivery -> delivery.outcomes().stream()).toList();
  }

  /** What was announced, oldest first. */
  List<Announcement> announced() {
    return store.outbox().due(waiter.now(), 100).stream().map(Outbox.Waiting::announcement).toList();
  }

  /** Lets the relay work until it has nothing left to do at this moment. */
  World settle() throws InterruptedException {
    while (pushDesk().decideSome() || mayGoOn()) {
      candidates();
      if (journal.unfinished(APP).stream().anyMatch(Rollout::isUnderWay)) {
        lanes().site().step();
      }
    }
    return this;
  }

  /** While one lane waits, the other may work. */
  private void candidates() {
    if (checking) {
      return;
    }
    checking = true;
    try {
      if (!fresh().isEmpty()) {
        lanes().candidates().step();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      checking = false;
    }
  }

  /** The relay is installed: it has its first look, and then nothing to do. */
  World firstSight() throws InterruptedException {
    lanes().site().step();
    return this;
  }

  /** The relay's look at an app that nothing else is to be done about. */
  World lookAgain() throws InterruptedException {
    waiter.pause(Duration.ofMinutes(40));
    lanes().site().step();
    return settle();
  }

  private boolean mayGoOn() {
    return journal.unfinished(APP).stream().anyMatch(Rollout::isUnderWay) || !fresh().isEmpty();
  }

  /** Untouched rollouts that may be looked at now. */
  private List<Rollout> fresh() {
    return journal.unfinished(APP).stream().filter(Rollout::isUntouched)
        .filter(rollout -> rollout.request().isDue(waiter.now()))
        .filter(rollout -> !(rollout.state() instanceof RolloutState.Waiting(WaitReason.OnHold _))
            || journal.record(APP).hold().isEmpty() || journal.stopRequested(rollout.id()).isPresent())
        .toList();
  }

  /** Brings the app to {@code image} by a push, and says so only if it really became healthy. */
  World healthy(PinnedImage image) throws InterruptedException {
    push("live", image);
    settle();
    if (!(newest().state() instanceof RolloutState.Healthy)) {
      throw new AssertionError("not healthy: " + newest());
    }
    return this;
  }

  Rollout newest() {
    return journal.history(Optional.of(APP), 1).getFirst();
  }

  RolloutState ask(Cause cause, PinnedImage image) throws InterruptedException {
    return ask(cause, new DesiredImage.ByDigest(image, Optional.empty()));
  }

  RolloutState ask(Cause cause, DesiredImage wanted) throws InterruptedException {
    Rollout rollout = journal.open(RolloutRequest.of(APP, wanted, cause));
    settle();
    return journal.rollout(rollout.id()).orElseThrow().state();
  }

  List<ConfiguredImage> written() {
    return List.copyOf(writes);
  }

  @Override
  public void moved(Rollout rollout, RolloutState from) {
    states.add(rollout.state().label());
    afterSave.run();
  }

  @Override
  public void probed(AppName app, Reading reading) {}

  @Override
  public void drift(AppName app, boolean drifted) {
    drift = drifted;
  }

  @Override
  public void visible(AppName app, boolean seen) {
    visible = seen;
  }
}
