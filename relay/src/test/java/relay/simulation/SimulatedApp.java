package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.SiteStatus;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.app.WebAppException.Kind;
import relay.app.WritePermit;
import relay.health.Answer;
import relay.health.Probe;
import relay.image.PinnedImage;

/** A web app, its platform and the way to it, all of which fail as told. */
final class SimulatedApp implements WebApp, Probe {
  static final ConfiguredImage PLACEHOLDER = new ConfiguredImage("DOCKER|mcr.microsoft.com/appsvc/staticsite:latest");
  static final ConfiguredImage FOREIGN = new ConfiguredImage("DOCKER|other.azurecr.io/x:1");
  private static final Duration CALL = Duration.ofMillis(500);
  private static final Duration START = Duration.ofSeconds(8);

  /** How an image behaves once the app is configured to run it. */
  enum Behaviour {
    WELL,
    UNWELL,
    MUTE,
    CRASHES,
    PULL_FAILS,
    FRONT_403
  }

  /** What becomes of a write. */
  enum WriteFault {
    REFUSED,
    TAKEN,
    LOST
  }

  private final Baton baton;
  private final Consumer<Violation> broken;
  private final Consumer<ConfiguredImage> written;
  private final Map<String, Behaviour> behaviours = new HashMap<>();
  private final Deque<WriteFault> writeFaults = new ArrayDeque<>();
  private ConfiguredImage configured = PLACEHOLDER;
  /** What serves until the configured image has started. */
  private ConfiguredImage serving = PLACEHOLDER;
  private Duration startsAt = Duration.ZERO;
  private Duration armDownUntil = Duration.ZERO;
  private Duration blindUntil = Duration.ZERO;
  private boolean running = true;
  private boolean writing;
  private int instances = 1;
  private int asked;
  private int writes;

  SimulatedApp(Baton baton, Consumer<Violation> broken, Consumer<ConfiguredImage> written) {
    this.baton = baton;
    this.broken = broken;
    this.written = written;
  }

  void behave(String image, Behaviour behaviour) {
    behaviours.put(image, behaviour);
  }

  void plant(WriteFault fault) {
    writeFaults.add(fault);
  }

  void armDownFor(Duration length) {
    armDownUntil = baton.elapsed().plus(length);
  }

  void blindFor(Duration length) {
    blindUntil = baton.elapsed().plus(length);
  }

  void running(boolean now) {
    running = now;
  }

  void instances(int now) {
    instances = now;
  }

  /** No more faults. */
  void calm() {
    writeFaults.clear();
    armDownUntil = Duration.ZERO;
    blindUntil = Duration.ZERO;
    running = true;
  }

  /** Someone else's doing. */
  void changeByHand(ConfiguredImage image) {
    configure(image);
  }

  ConfiguredImage configured() {
    return configured;
  }

  int writes() {
    return writes;
  }

  Behaviour behaviour(ConfiguredImage image) {
    return image.pinned().map(SimulatedRegistry::nameOf).map(name -> behaviours.getOrDefault(name, Behaviour.WELL))
        .orElse(Behaviour.WELL);
  }

  /** The image whose answers come now. */
  ConfiguredImage answering() {
    boolean started = baton.elapsed().compareTo(startsAt) >= 0;
    return started ? configured : serving;
  }

  private void configure(ConfiguredImage image) {
    serving = answering();
    configured = image;
    startsAt = baton.elapsed().plus(START);
  }

  private void call() throws WebAppException {
    baton.sleep(CALL);
    if (baton.elapsed().compareTo(armDownUntil) < 0) {
      throw new WebAppException(Kind.UNAVAILABLE, "ARM is down");
    }
  }

  @Override
  public AppView look() throws WebAppException {
    call();
    return new AppView(configured, running, true, true, Optional.empty(), "reviews.example", Optional.of("plan"));
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
      broken.accept(new Violation(4, "two writers at once"));
    }
    writing = true;
    try {
      call();
      if (configured.sameAs(wanted)) {
        return new Switched.AlreadyThere();
      }
      if (replaceable.stream().noneMatch(configured::sameAs)) {
        return new Switched.ChangedBySomeoneElse(configured, false);
      }
      permit.require();
      return send(wanted);
    } finally {
      writing = false;
    }
  }

  private Switched send(ConfiguredImage wanted) throws WebAppException {
    Optional<WriteFault> fault = Optional.ofNullable(writeFaults.poll());
    if (fault.equals(Optional.of(WriteFault.REFUSED))) {
      throw new WebAppException(Kind.FORBIDDEN, "no right to write");
    }
    if (fault.equals(Optional.of(WriteFault.LOST))) {
      throw new WebAppException(Kind.UNAVAILABLE, "no answer", true);
    }
    writes++;
    written.accept(wanted);
    configure(wanted);
    baton.sleep(CALL);
    if (fault.isPresent()) {
      throw new WebAppException(Kind.UNAVAILABLE, "the answer was lost", true);
    }
    return new Switched.Wrote();
  }

  @Override
  public List<VaultReference> vaultReferences() {
    return List.of();
  }

  @Override
  public List<String> containerLog(Instant since) throws WebAppException {
    call();
    boolean tried = baton.elapsed().compareTo(startsAt) >= 0;
    return switch (behaviour(configured)) {
      case CRASHES -> tried
          ? List.of(line("ERROR - Container r_0 for site r has exited, failing site start"),
              line("ERROR - Container r_1 for site r has exited, failing site start"))
          : List.of();
      case PULL_FAILS -> tried
          ? List.of(line("ERROR - Image pull failed: 500"), line("ERROR - Image pull failed: 500"))
          : List.of();
      case WELL, UNWELL, MUTE, FRONT_403 -> List.of();
    };
  }

  private static String line(String text) {
    return "2026-11-22T10:00:00.000Z " + text;
  }

  @Override
  public Optional<SiteStatus> siteStatus() {
    return Optional.empty();
  }

  @Override
  public int instances() throws WebAppException {
    call();
    return instances;
  }

  @Override
  public void restart(WritePermit permit) throws WebAppException {
    permit.require();
    call();
  }

  @Override
  public Answer ask(String path) {
    baton.sleep(Duration.ofMillis(100));
    if (baton.elapsed().compareTo(blindUntil) < 0) {
      return new Answer.NoReply(Answer.Trouble.IDENTITY, "no token");
    }
    if (!running) {
      return new Answer.Reply(403, Map.of(), "stopped");
    }
    ConfiguredImage image = answering();
    if (image.pinned().isEmpty()) {
      return new Answer.Reply(404, Map.of(), "placeholder");
    }
    String body = "{\"revision\":\"" + SimulatedRegistry.mark(image.pinned().get()) + "\",\"instance\":\"i"
        + asked++ % instances + "\"}";
    return switch (behaviour(image)) {
      case WELL -> new Answer.Reply(200, Map.of(), body);
      case UNWELL -> new Answer.Reply(503, Map.of(), body);
      case FRONT_403 -> new Answer.Reply(403, Map.of(), "forbidden");
      case MUTE, CRASHES, PULL_FAILS -> new Answer.Reply(503, Map.of(), "Application Error");
    };
  }
}
