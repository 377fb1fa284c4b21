package relay.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import relay.app.ConfiguredImage;
import relay.app.SiteStatus;
import relay.image.Digest;

/**
 * The containers of one site. A change starts new ones beside those that serve; a start that fails is tried again, the old
 * container is stopped a while after the first failure, and after three failures the site is blocked for a while.
 */
final class SitePlatform {
  private static final long SECOND = 1_000_000_000L;
  private static final int TRIES_UNTIL_BLOCKED = 3;
  private static final int LINES = 60;
  private final Baton baton;
  private final Images images;
  private final RandomGenerator random;
  private final Predicate<Digest> pullable;
  private final List<Instance> instances = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private ConfiguredImage configured;
  private long pullFailsUntil;
  private boolean running = true;
  private int answers;

  /** One start of a container. */
  private record Start(ConfiguredImage image, long from, long done, Optional<String> failure) {}

  /** One instance of the site. */
  final class Instance {
    private final String id;
    private final long since;
    private final Set<ConfiguredImage> served = new HashSet<>();
    private @Nullable ConfiguredImage serving;
    private long servingSince;
    private long dies = Long.MAX_VALUE;
    private @Nullable Start start;
    private int failures;
    private long blockedUntil;
    private Optional<String> lastError = Optional.empty();
    private Instant lastErrorAt = Instant.EPOCH;

    private Instance(String id) {
      this.id = id;
      this.since = baton.nanos();
    }

    /** Whether a container of the image serves here, or has since the last change of the configuration. */
    boolean hasServed(ConfiguredImage image) {
      ConfiguredImage now = serving;
      return served.contains(image) || (now != null && now.sameAs(image));
    }

    /** How long it has been there. */
    Duration age() {
      return Duration.ofNanos(baton.nanos() - since);
    }
  }

  SitePlatform(Baton baton, Images images, RandomGenerator random, Predicate<Digest> pullable, ConfiguredImage first,
      int many) {
    this.baton = baton;
    this.images = images;
    this.random = random;
    this.pullable = pullable;
    this.configured = first;
    for (int i = 0; i < many; i++) {
      var instance = new Instance("i" + i);
      instance.serving = first;
      instance.served.add(first);
      instances.add(instance);
    }
  }

  void configure(ConfiguredImage image) {
    advance();
    if (!configured.sameAs(image)) {
      instances.forEach(instance -> instance.served.clear());
    }
    configured = image;
    restart();
  }

  /** Every instance starts a new container of what is configured. */
  void restart() {
    advance();
    for (Instance instance : instances) {
      instance.failures = 0;
      begin(instance, Math.max(baton.nanos(), instance.blockedUntil));
    }
  }

  private void begin(Instance instance, long from) {
    long length;
    Optional<String> failure = Optional.empty();
    Optional<Digest> digest = configured.pinned().map(image -> image.digest());
    boolean pulled = digest.filter(image -> !pullable.test(image)).isEmpty() && from >= pullFailsUntil;
    if (!pulled) {
      length = 8;
      failure = Optional.of("ImagePullUnauthorizedFailure");
    } else {
      length = switch (digest.map(images::behaviour).orElse(Images.Behaviour.WELL)) {
        case SLOW -> 70;
        case CRASHES -> 6;
        case MUTE -> 50;
        default -> 8 + random.nextInt(15);
      };
      failure = digest.map(images::behaviour)
          .filter(how -> how == Images.Behaviour.CRASHES || how == Images.Behaviour.MUTE)
          .map(_ -> "ContainerTimeout");
    }
    instance.start = new Start(configured, from, from + length * SECOND, failure);
  }

  /** What has happened until now. */
  private void advance() {
    for (Instance instance : instances) {
      while (instance.start != null && instance.start.done() <= baton.nanos()) {
        done(instance, instance.start);
      }
      if (instance.dies <= baton.nanos()) {
        instance.serving = null;
        instance.dies = Long.MAX_VALUE;
      }
    }
  }

  private void done(Instance instance, Start start) {
    say(start.from(), "Pulling image: " + start.image().toString());
    if (start.failure().isEmpty()) {
      instance.serving = start.image();
      instance.servingSince = start.done();
      instance.served.add(start.image());
      instance.dies = Long.MAX_VALUE;
      instance.start = null;
      instance.failures = 0;
      say(start.done(), "Site started.");
      log.add("GET /api/me -> 401 Unauthorized, toomanyrequests, no space left");
      return;
    }
    String error = start.failure().get();
    instance.failures++;
    instance.lastError = Optional.of(error);
    instance.lastErrorAt = at(start.done());
    if (error.startsWith("ImagePull")) {
      say(start.done(), "Container pull image failed with reason: " + error + ".");
    } else if (start.done() - start.from() < 10 * SECOND) {
      say(start.done(), "Container has finished running with exit code: 1.");
    } else {
      say(start.done(), "Site startup probe failed after 50 seconds.");
    }
    if (instance.serving != null) {
      instance.dies = Math.min(instance.dies, start.done() + 20 * SECOND);
    }
    long next = start.done() + 20 * SECOND;
    if (instance.failures % TRIES_UNTIL_BLOCKED == 0) {
      say(start.done(), "Failed to start site. Revert by stopping site.");
      instance.blockedUntil = start.done() + 90 * SECOND;
      next = instance.blockedUntil + 10 * SECOND;
    }
    begin(instance, next);
  }

  private void say(long nanos, String text) {
    log.add(at(nanos).truncatedTo(ChronoUnit.MILLIS) + " " + text);
    if (log.size() > LINES) {
      log.removeFirst();
    }
  }

  private static Instant at(long nanos) {
    return Baton.BEGIN.plusNanos(nanos);
  }

  void pullFailsFor(Duration length) {
    pullFailsUntil = baton.nanos() + length.toNanos();
  }

  void running(boolean now) {
    advance();
    if (now && !running) {
      running = true;
      restart();
    }
    running = now;
  }

  boolean running() {
    return running;
  }

  void scale(int many) {
    advance();
    while (instances.size() > many) {
      instances.removeLast();
    }
    while (instances.size() < many) {
      var instance = new Instance("n" + baton.nanos() / SECOND + "-" + instances.size());
      instances.add(instance);
      begin(instance, baton.nanos());
    }
  }

  ConfiguredImage configured() {
    return configured;
  }

  List<Instance> instances() {
    advance();
    return instances;
  }

  /** What serves the next request, in turn; empty when nothing does. */
  Optional<Served> next() {
    advance();
    Instance instance = instances.get(answers++ % instances.size());
    return Optional.ofNullable(instance.serving)
        .map(image -> new Served(image, instance.id, Duration.ofNanos(baton.nanos() - instance.servingSince)));
  }

  /** A container that answers, and for how long it has. */
  record Served(ConfiguredImage image, String instance, Duration age) {}

  List<String> log(Instant since) {
    advance();
    return log.stream().filter(line -> !line.startsWith("20") || !Instant.parse(line.substring(0, line.indexOf(' ')))
        .isBefore(since)).toList();
  }

  SiteStatus status() {
    advance();
    return new SiteStatus(instances.stream().map(this::status).toList());
  }

  private SiteStatus.Instance status(Instance instance) {
    boolean blocked = instance.blockedUntil > baton.nanos();
    SiteStatus.State state = blocked
        ? SiteStatus.State.BLOCKED
        : !running
            ? SiteStatus.State.STOPPED
            : instance.start != null
                ? SiteStatus.State.STARTING
                : SiteStatus.State.STARTED;
    return new SiteStatus.Instance(instance.id, state, "", instance.lastError,
        instance.lastError.map(_ -> instance.lastErrorAt), "");
  }
}
