package relay.reconcile;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.coordination.LocalDecisionLock;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.TagPolicy;
import relay.intake.Delivery;
import relay.intake.ReceiverMetrics;
import relay.intake.SourceRegistry;
import relay.intake.acr.AcrLog;
import relay.journal.JournalStore;
import relay.journal.engine.JournalSettings;
import relay.push.Push;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.record.Effect;
import relay.rollout.record.ImageRole;
import relay.rollout.record.Journal;
import relay.time.Jitter;
import relay.time.Waiter;

/** A registry and a webhook that the test moves, a journal on disk, and a clock that the test holds. */
final class World extends MovedRegistry implements RegistryHook, ReconcileListener, Waiter, AutoCloseable {
  static final AppName APP = new AppName("reviews");

  final List<Sent> sent = new ArrayList<>();
  final List<By> found = new ArrayList<>();
  final List<Round> rounds = new ArrayList<>();
  final List<AppName> nudged = new ArrayList<>();
  final Set<ImageRole> atRisk = new TreeSet<>();
  final Set<HookFault> faults = new TreeSet<>();
  final List<Runnable> atPause = new ArrayList<>();
  Optional<HookException> hookTrouble = Optional.empty();
  State state = new State(true, "reviews:*", Set.of("push", "delete"));
  boolean pingsArrive = true;
  int pings;
  int wakes;
  private final List<AppSettings> apps;
  private final ReconcileSettings settings;
  private final boolean hooked;
  private Instant now = Instant.parse("2026-11-25T10:00:00Z");
  final JournalStore store;
  final Journal journal;
  private Reconciler reconciler;

  World(Path folder) {
    this(folder, List.of(new TagPolicy.Exact("live")), settings(true, true), false);
  }

  World(Path folder, List<TagPolicy> policies, ReconcileSettings settings, boolean hooked) {
    store = JournalStore.open(new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(90), 100), clock());
    journal = store.journal();
    this.apps = new ArrayList<>();
    for (TagPolicy policy : policies) {
      apps.add(app(apps.isEmpty() ? APP : new AppName("reviews-" + apps.size()), policy));
    }
    this.settings = settings;
    this.hooked = hooked;
    this.reconciler = newReconciler();
  }

  /** As after a restart of the relay: what is not in the journal is forgotten. */
  World restart() {
    reconciler = newReconciler();
    return this;
  }

  private Reconciler newReconciler() {
    var log = new AcrLog(List.of(new SourceRegistry("shop", REPOSITORY.registry())), store.inbox(), (_, _) -> {},
        new ReceiverMetrics(new SimpleMeterRegistry()), clock());
    return new Reconciler("shop", apps, this, hooked ? List.of(this) : List.of(), settings, this, () -> wakes++,
        new Reconciler.Surroundings(journal, new LocalDecisionLock(), store.sightings(), log, this, nudged::add,
            Duration.ofDays(90), Jitter.ofTheSystem()));
  }

  static ReconcileSettings settings(boolean tags, boolean images) {
    return new ReconcileSettings(tags, images, true, Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(30),
        Duration.ofDays(7));
  }

  private static AppSettings app(AppName name, TagPolicy tags) {
    return new AppSettings(name, "/sites/" + name, "shop", REPOSITORY, tags, Platform.LINUX_AMD64, AppSettings.Mode.ACT,
        HealthSettings.at("/healthz"), ProofSettings.standard(), AppSettings.VaultGate.OFF, false,
        Duration.ofMinutes(5), AppSettings.Drift.ALERT);
  }

  Reconciler reconciler() {
    return reconciler;
  }

  /** The next round, whenever it is due. */
  World round() throws InterruptedException {
    int before = rounds.size();
    while (rounds.size() == before) {
      reconciler.step();
    }
    return this;
  }

  World tag(String tag, PinnedImage image) {
    tags.put(tag, image);
    return this;
  }

  /** The relay wrote this to the app, pinned from {@code live}. */
  World live(PinnedImage image) {
    return live(image, "live");
  }

  World live(PinnedImage image, String tag) {
    journal.apply(APP, new Actor.Relay(), "test",
        List.of(new Effect.Live(ConfiguredImage.of(image), Optional.of(tag))));
    return this;
  }

  /** A push as a receiver records it, and then decided on. */
  void push(String receiver, String event, String tag, PinnedImage image) {
    var push = new Push("shop", REPOSITORY.tagged(tag), Optional.of(image.digest()), now);
    var _ = store.inbox().record(new Delivery(receiver, "shop", now, Optional.of(event), "push", "{}", List.of(push),
        List.of(), List.of(), List.of())).await();
    decide();
  }

  /** Lets the desk decide on everything that waits for it. */
  void decide() {
    var worker = new PushWorker("shop", apps, store.pushes(), new PushDecider(journal, clock()),
        new LocalDecisionLock(), _ -> Optional.empty(), this, Duration.ofSeconds(5), nudged::add);
    try {
      boolean more = true;
      while (more) {
        more = worker.decideSome();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What the log of the webhook holds of a push, whether it arrived or not. */
  void sends(String event, String tag, PinnedImage image) {
    String body = """
        {"id":"%s","timestamp":"%s","action":"push","target":{"mediaType":"application/vnd.oci.image.manifest.v1+json",
        "digest":"%s","repository":"reviews","tag":"%s"},"request":{"host":"shop.azurecr.io"}}"""
        .formatted(event, now, image.digest(), tag);
    sent.add(new Sent(event, Optional.of(now), "push", body, Optional.of("/hooks/acr/shop")));
  }

  List<Rollout> rollouts() {
    return journal.history(Optional.empty(), 50);
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return source.instant();
      }
    };
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  /** The rollout as it ends; what it did, where it did anything, is the state's. */
  Rollout ended(RolloutState end) {
    return journal.save(rollouts().getFirst(), end, List.of(), List.of());
  }

  /** Proven on the app. */
  static RolloutState healthy(PinnedImage image) {
    return new RolloutState.Healthy(change(image), new Evidence(Grade.SETTLED, new Evidence.Basis.Answers(3)));
  }

  static Change change(PinnedImage image) {
    return new Change(image, ConfiguredImage.of(V1), Optional.of(new RollbackTarget.Pinned(V1)), Expectation.NOTHING,
        Expectation.NOTHING, true, Set.of(), Optional.of("live"), Optional.of("live"), Optional.empty());
  }

  @Override
  public void pause(Duration length) {
    List<Runnable> planned = List.copyOf(atPause);
    atPause.clear();
    planned.forEach(Runnable::run);
    now = now.plus(length.isPositive() ? length : Duration.ofMillis(1));
  }

  @Override
  public String id() {
    return "/subscriptions/1/webhooks/relay";
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public State look() throws HookException {
    hooked();
    return state;
  }

  @Override
  public List<Sent> log() throws HookException {
    hooked();
    return List.copyOf(sent);
  }

  @Override
  public void ping() throws HookException {
    hooked();
    pings++;
    if (pingsArrive) {
      atPause.add(() -> reconciler.delivered(true, true, List.of(), now));
    }
  }

  private void hooked() throws HookException {
    if (hookTrouble.isPresent()) {
      throw hookTrouble.get();
    }
  }

  @Override
  public void round(String registry, Round end, Instant at) {
    rounds.add(end);
  }

  @Override
  public void found(String registry, By by) {
    found.add(by);
  }

  @Override
  public void atRisk(AppName app, ImageRole role, boolean there) {
    var _ = there ? atRisk.add(role) : atRisk.remove(role);
  }

  @Override
  public void fault(String registry, HookFault fault, boolean there) {
    var _ = there ? faults.add(fault) : faults.remove(fault);
  }

  @Override
  public void close() {
    store.close();
  }
}
