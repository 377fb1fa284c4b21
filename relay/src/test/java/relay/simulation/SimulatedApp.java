package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.SiteStatus;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.app.WebAppException.Kind;
import relay.app.WritePermit;
import relay.image.PinnedImage;

/** One web app as ARM shows it and takes writes for it, in every way that it can fail. */
final class SimulatedApp implements WebApp {
  private static final Duration SLOW_CALL = Duration.ofSeconds(30);
  private static final Duration TRIES = Duration.ofSeconds(60);

  /** What becomes of a write. */
  enum WriteFault {
    REFUSED,
    TAKEN,
    LOST,
    ODD
  }

  /** What may be wrong for a while. */
  enum Trouble {
    DOWN,
    SLOW,
    FORBIDDEN,
    NO_CLUES,
    VAULT
  }

  /** Hears of what the relay does to the app; may find a promise broken. */
  interface Watcher {
    /** The relay's PATCH is about to be carried out. */
    void writes(SimulatedApp app, ConfiguredImage image);

    void restarts(SimulatedApp app);

    /** The relay was told that the app is configured so. */
    void switched(SimulatedApp app, ConfiguredImage image);
  }

  private final Baton baton;
  private final RandomGenerator random;
  private final SitePlatform platform;
  private final Watcher watcher;
  private final boolean vault;
  private final boolean status;
  private final Optional<String> plan;
  private final Map<Trouble, Duration> until = new EnumMap<>(Trouble.class);
  private final Deque<WriteFault> faults = new ArrayDeque<>();
  private Duration staleNext = Duration.ZERO;
  private Duration staleUntil = Duration.ZERO;
  private @Nullable ConfiguredImage before;
  private Duration changedByHand = Duration.ofDays(-1);
  private Duration written = Duration.ofDays(-1);
  private @Nullable ConfiguredImage lastSwitched;
  private boolean writing;

  SimulatedApp(Baton baton, RandomGenerator random, SitePlatform platform, AppSetup setup, Watcher watcher) {
    this.baton = baton;
    this.random = random;
    this.platform = platform;
    this.watcher = watcher;
    this.vault = setup.is("vault");
    this.status = setup.is("status");
    this.plan = setup.plan();
  }

  SitePlatform platform() {
    return platform;
  }

  ConfiguredImage configured() {
    return platform.configured();
  }

  void plant(WriteFault fault) {
    faults.add(fault);
  }

  void trouble(Trouble trouble, Duration length) {
    until.put(trouble, baton.elapsed().plus(length));
  }

  void staleAfterNextChange(Duration length) {
    staleNext = length;
  }

  /** No more faults. */
  void calm() {
    faults.clear();
    until.clear();
    staleNext = Duration.ZERO;
    platform.pullFailsFor(Duration.ZERO);
    platform.running(true);
  }

  /** Someone else's doing. */
  void changeByHand(ConfiguredImage image) {
    changedByHand = baton.elapsed();
    change(image);
  }

  /** How long ago somebody other than the relay changed the image. */
  Duration sinceChangedByHand() {
    return baton.elapsed().minus(changedByHand);
  }

  /** How long ago the relay wrote last. */
  Duration sinceWritten() {
    return baton.elapsed().minus(written);
  }

  /** Whether ARM shows an older image than the one configured. */
  boolean isStale() {
    return baton.elapsed().compareTo(staleUntil) < 0;
  }

  /** What the relay was told last that it had written; empty before that. */
  Optional<ConfiguredImage> lastSwitched() {
    return Optional.ofNullable(lastSwitched);
  }

  private void change(ConfiguredImage image) {
    before = platform.configured();
    staleUntil = baton.elapsed().plus(staleNext);
    staleNext = Duration.ZERO;
    platform.configure(image);
  }

  private boolean has(Trouble trouble) {
    return baton.elapsed().compareTo(until.getOrDefault(trouble, Duration.ZERO)) < 0;
  }

  private void call() throws WebAppException {
    baton.sleep(has(Trouble.SLOW) ? SLOW_CALL : Duration.ofMillis(100 + random.nextInt(900)));
    if (has(Trouble.DOWN)) {
      throw new WebAppException(Kind.UNAVAILABLE, "ARM is down");
    }
  }

  private ConfiguredImage shown() {
    ConfiguredImage older = before;
    return isStale() && older != null ? older : platform.configured();
  }

  @Override
  public AppView look() throws WebAppException {
    call();
    return new AppView(shown(), platform.running(), true, true, Optional.empty(), "site.example", plan);
  }

  @Override
  public Switched deploy(PinnedImage target, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException {
    return write(ConfiguredImage.of(target), replaceable, permit);
  }

  @Override
  public Switched restore(RollbackTarget back, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException {
    return write(back.configured(), replaceable, permit);
  }

  private Switched write(ConfiguredImage wanted, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException {
    if (writing) {
      throw new IllegalStateException("two writers at once");
    }
    writing = true;
    try {
      call();
      ConfiguredImage now = shown();
      if (now.sameAs(wanted)) {
        told(wanted);
        return new Switched.AlreadyThere();
      }
      if (replaceable.stream().noneMatch(now::sameAs)) {
        return new Switched.ChangedBySomeoneElse(now, false);
      }
      permit.require();
      return send(wanted);
    } finally {
      writing = false;
    }
  }

  private Switched send(ConfiguredImage wanted) throws WebAppException {
    if (has(Trouble.FORBIDDEN)) {
      throw new WebAppException(Kind.FORBIDDEN, "no right to write");
    }
    WriteFault fault = faults.poll();
    if (fault == WriteFault.REFUSED) {
      baton.sleep(TRIES);
      throw new WebAppException(Kind.UNAVAILABLE, "409, again and again");
    }
    if (fault == WriteFault.LOST) {
      baton.sleep(SLOW_CALL);
      throw new WebAppException(Kind.UNAVAILABLE, "no answer", true);
    }
    watcher.writes(this, wanted);
    written = baton.elapsed();
    change(wanted);
    baton.sleep(Duration.ofMillis(500 + random.nextInt(2000)));
    if (fault == WriteFault.TAKEN) {
      throw new WebAppException(Kind.UNAVAILABLE, "the answer was lost", true);
    }
    if (fault == WriteFault.ODD) {
      throw new WebAppException(Kind.UNEXPECTED, "200 without a body", true);
    }
    told(wanted);
    return new Switched.Wrote();
  }

  private void told(ConfiguredImage image) {
    lastSwitched = image;
    watcher.switched(this, image);
  }

  @Override
  public List<VaultReference> vaultReferences() throws WebAppException {
    call();
    return vault
        ? List.of(new VaultReference("DB_PASSWORD", !has(Trouble.VAULT), has(Trouble.VAULT)
            ? "AccessToKeyVaultDenied"
            : "Resolved"))
        : List.of();
  }

  @Override
  public List<String> containerLog(Instant since) throws WebAppException {
    clue();
    return platform.log(since);
  }

  @Override
  public Optional<SiteStatus> siteStatus() throws WebAppException {
    clue();
    return status ? Optional.of(platform.status()) : Optional.empty();
  }

  @Override
  public int instances() throws WebAppException {
    clue();
    return platform.instances().size();
  }

  private void clue() throws WebAppException {
    call();
    if (has(Trouble.NO_CLUES)) {
      throw new WebAppException(Kind.FORBIDDEN, "no right to read");
    }
  }

  @Override
  public void restart(WritePermit permit) throws WebAppException {
    permit.require();
    call();
    watcher.restarts(this);
    platform.restart();
  }
}
