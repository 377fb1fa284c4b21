package relay.rollout.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.coordination.Places;
import relay.health.Answer;
import relay.health.Grade;
import relay.health.HealthCheck;
import relay.health.HealthSettings;
import relay.health.Marker;
import relay.health.Probe;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagList;
import relay.image.TagPolicy;
import relay.push.Push;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.site.SiteWorker;

/**
 * A registry, a web app and a network that behave as Azure does as far as rollouts can tell, under a clock that the
 * test holds. The app answers with the mark of whatever image it is configured to run, unless told otherwise.
 */
final class World implements Registry, WebApp, Probe, RolloutListener {
  static final AppName APP = new AppName("reviews");
  static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  static final ConfiguredImage PLACEHOLDER = new ConfiguredImage("DOCKER|mcr.microsoft.com/appsvc/staticsite:latest");
  static final PinnedImage V1 = image("v1");
  static final PinnedImage V2 = image("v2");
  static final PinnedImage V3 = image("v3");

  /** How an image behaves once the app runs it. */
  enum Behaviour {
    WELL,
    UNWELL,
    MUTE,
    PULL_FAILS,
    CRASHES
  }

  final HeldWaiter waiter = new HeldWaiter();
  final MemoryJournal journal = new MemoryJournal(waiter::now);
  final Map<String, PinnedImage> tags = new HashMap<>();
  final Set<PinnedImage> held = new HashSet<>();
  final Map<PinnedImage, String> revisions = new HashMap<>();
  final Map<PinnedImage, Behaviour> behaviours = new HashMap<>();
  final Map<PinnedImage, String> artifacts = new HashMap<>();
  final List<ConfiguredImage> writes = new ArrayList<>();
  final List<String> states = new ArrayList<>();
  final List<VaultReference> references = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  ConfiguredImage live = PLACEHOLDER;
  Answer placeholderAnswer = new Answer.Reply(404, Map.of(), "placeholder");
  Optional<Answer> answerInstead = Optional.empty();
  Optional<WebAppException> writeTrouble = Optional.empty();
  Optional<RegistryException> registryTrouble = Optional.empty();
  boolean running = true;
  boolean managedIdentity = true;
  int instances = 1;
  int restarts;
  final Places plans = new Places(1, _ -> {});
  Optional<String> plan = Optional.empty();
  boolean drift;
  private int asked;
  AppSettings settings = settings(new TagPolicy.Exact("live"), AppSettings.Mode.ACT, Grade.PROVEN);

  World() {
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
    var health = new HealthSettings("/healthz", 200, Optional.empty(), 3, Duration.ofSeconds(5), Duration.ofMinutes(10),
        Duration.ofMinutes(10), Duration.ofMinutes(2), 2, 24, Duration.ofSeconds(60));
    var proof = new ProofSettings(require, ProofSettings.REVISION, Optional.of(new Marker.Pointer("/revision")),
        Optional.of(new Marker.Pointer("/instance")));
    return new AppSettings(APP, "shop", REPOSITORY, tags, Platform.LINUX_AMD64, mode, health, proof,
        AppSettings.VaultGate.NO_WORSE, false, Duration.ofMinutes(5), drift);
  }

  Runner runner() {
    return new Runner(settings, this, this, health(), waiter, journal, plans, this);
  }

  SiteWorker desk() {
    return new SiteWorker(settings, this, this, health(), waiter, Duration.ofMinutes(5), journal, plans, this);
  }

  PushWorker pushDesk() {
    return new PushWorker(List.of(settings), journal, new PushDecider(journal), (_, image) -> tagNow(image), waiter,
        _ -> {});
  }

  /** Lets the desk decide on what waits for it. */
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
    journal.pushed(new Push("shop", new ImageReference(REPOSITORY.registry(), REPOSITORY.path(), tag), digest,
        Instant.EPOCH));
  }

  /** Lets the desks work until they have nothing left to do at this moment. */
  World settle() throws InterruptedException {
    SiteWorker desk = desk();
    while (pushDesk().decideSome() || journal.unfinished(APP).stream().anyMatch(this::mayGoOn)) {
      desk.step();
    }
    return this;
  }

  /** The relay is installed: its desk has its first look, and then nothing to do. */
  World firstSight() throws InterruptedException {
    desk().step();
    return this;
  }

  private boolean mayGoOn(Rollout rollout) {
    boolean stopped = rollout.state() instanceof RolloutState.Waiting && journal.memory(APP).hold().isPresent();
    return !stopped && !rollout.request().notBefore().isAfter(waiter.now());
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
    Rollout rollout = journal.open(RolloutRequest.of(APP, wanted, cause, waiter.now()));
    settle();
    return journal.rollout(rollout.id()).orElseThrow().state();
  }

  List<ConfiguredImage> written() {
    return List.copyOf(writes);
  }

  @Override
  public Optional<Digest> digestOf(ImageReference image) throws RegistryException {
    available();
    return Optional.ofNullable(tags.get(image.tag())).filter(held::contains).map(PinnedImage::digest);
  }

  @Override
  public boolean holds(PinnedImage image, Platform platform) throws RegistryException {
    available();
    return held.contains(image);
  }

  @Override
  public Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryException {
    available();
    Map<String, String> labels = revisions.containsKey(image)
        ? Map.of(ProofSettings.REVISION, revisions.get(image))
        : Map.of();
    return Optional.of(image).filter(held::contains)
        .map(i -> new ImageDetails(i, "application/vnd.oci.image.manifest.v1+json",
            Optional.ofNullable(artifacts.get(i)), Set.of(Platform.LINUX_AMD64), labels));
  }

  @Override
  public TagList tags(Repository repository) throws RegistryException {
    available();
    return new TagList(tags.keySet().stream().sorted().toList(), true);
  }

  private void available() throws RegistryException {
    if (registryTrouble.isPresent()) {
      throw registryTrouble.get();
    }
  }

  @Override
  public AppView look() {
    return new AppView(live, running, true, managedIdentity, Optional.empty(), "reviews.example", plan);
  }

  @Override
  public Switched deploy(PinnedImage target, Set<ConfiguredImage> replaceable) throws WebAppException {
    return write(ConfiguredImage.of(target), replaceable);
  }

  @Override
  public Switched restore(RollbackTarget back, Set<ConfiguredImage> replaceable) throws WebAppException {
    return write(OutcomeEffects.liveOf(back).orElseThrow(), replaceable);
  }

  private Switched write(ConfiguredImage wanted, Set<ConfiguredImage> replaceable) throws WebAppException {
    if (live.sameAs(wanted)) {
      return new Switched.AlreadyThere();
    }
    if (replaceable.stream().noneMatch(live::sameAs)) {
      return new Switched.ChangedBySomeoneElse(live);
    }
    if (writeTrouble.isPresent()) {
      throw writeTrouble.get();
    }
    live = wanted;
    writes.add(wanted);
    return new Switched.Wrote();
  }

  @Override
  public List<VaultReference> vaultReferences() {
    return List.copyOf(references);
  }

  @Override
  public List<String> containerLog(Instant since) {
    return switch (behaviour()) {
      case PULL_FAILS -> List.of("Image pull failed: unauthorized", "Image pull failed: unauthorized");
      case CRASHES -> List.of("Container reviews_0 has exited, failing site start",
          "Container reviews_1 has exited, failing site start");
      default -> List.copyOf(log);
    };
  }

  @Override
  public int instances() {
    return instances;
  }

  @Override
  public void restart() {
    restarts++;
  }

  private Behaviour behaviour() {
    return live.pinned().map(image -> behaviours.getOrDefault(image, Behaviour.WELL)).orElse(Behaviour.WELL);
  }

  @Override
  public Answer ask(String path) {
    asked++;
    if (answerInstead.isPresent()) {
      return answerInstead.get();
    }
    if (live.pinned().isEmpty() && live.tagged().filter(t -> t.in().equals(REPOSITORY)).isEmpty()) {
      return placeholderAnswer;
    }
    PinnedImage image = live.pinned().or(() -> live.tagged().map(t -> tags.get(t.tag()))).orElseThrow();
    String body = "{\"revision\":\"" + revisions.getOrDefault(image, "unknown") + "\",\"instance\":\"i"
        + asked % instances + "\"}";
    return switch (behaviours.getOrDefault(image, Behaviour.WELL)) {
      case WELL -> new Answer.Reply(200, Map.of(), body);
      case UNWELL -> new Answer.Reply(503, Map.of(), body);
      case MUTE, PULL_FAILS, CRASHES -> new Answer.Reply(503, Map.of(), "Application Error");
    };
  }

  @Override
  public void moved(Rollout rollout, RolloutState from, RolloutState to, String sentence) {
    states.add(to.label());
  }

  @Override
  public void probed(AppName app, Reading reading) {}

  @Override
  public void drift(AppName app, boolean drifted) {
    drift = drifted;
  }
}
