package relay.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import relay.health.Answer;
import relay.health.Probe;
import relay.image.Digest;
import relay.simulation.Images.Behaviour;

/** What the relay sees of an app over HTTP. */
final class SimulatedProbe implements Probe {
  private static final Duration TIME_OUT = Duration.ofSeconds(5);
  private static final Duration WARM_UP = Duration.ofSeconds(25);
  private static final Duration FLAKY_AFTER = Duration.ofSeconds(45);

  /** What may be wrong for a while between the relay and the app. */
  enum Trouble {
    BLIND,
    SILENT,
    FRONT
  }

  private final Baton baton;
  private final Images images;
  private final SitePlatform platform;
  private final RandomGenerator random;
  private final Map<Trouble, Duration> until = new EnumMap<>(Trouble.class);

  SimulatedProbe(Baton baton, Images images, SitePlatform platform, RandomGenerator random) {
    this.baton = baton;
    this.images = images;
    this.platform = platform;
    this.random = random;
  }

  void trouble(Trouble trouble, Duration length) {
    until.put(trouble, baton.elapsed().plus(length));
  }

  void calm() {
    until.clear();
  }

  private boolean has(Trouble trouble) {
    return baton.elapsed().compareTo(until.getOrDefault(trouble, Duration.ZERO)) < 0;
  }

  @Override
  public Answer ask(String path) {
    if (has(Trouble.BLIND)) {
      baton.sleep(Duration.ofMillis(10));
      return new Answer.NoReply(Answer.Trouble.IDENTITY, "no token");
    }
    if (has(Trouble.SILENT)) {
      baton.sleep(TIME_OUT);
      return new Answer.NoReply(random.nextBoolean() ? Answer.Trouble.TIMEOUT : Answer.Trouble.CONNECT, "no answer");
    }
    baton.sleep(Duration.ofMillis(20 + random.nextInt(200)));
    if (has(Trouble.FRONT) || !platform.running()) {
      return new Answer.Reply(403, Map.of(), "<h1>Forbidden</h1>");
    }
    return platform.next().map(this::answer).orElseGet(() -> new Answer.Reply(503, Map.of(), "Application Error"));
  }

  private Answer answer(SitePlatform.Served served) {
    Optional<Digest> digest = served.image().pinned().map(image -> image.digest());
    if (digest.isEmpty()) {
      return new Answer.Reply(404, Map.of(), "placeholder");
    }
    Behaviour behaviour = images.behaviour(digest.get());
    Optional<String> mark = behaviour == Behaviour.UNMARKED ? Optional.empty() : images.label(digest.get());
    String body = "{" + mark.map(value -> "\"revision\":\"" + value + "\",").orElse("") + "\"instance\":\""
        + served.instance() + "\"}";
    return switch (behaviour) {
      case UNWELL -> new Answer.Reply(503, Map.of(), body);
      case WARMING -> new Answer.Reply(served.age().compareTo(WARM_UP) < 0 ? 503 : 200, Map.of(), body);
      case FLAKY -> new Answer.Reply(served.age().compareTo(FLAKY_AFTER) < 0 ? 200 : 503, Map.of(), body);
      case FRONT -> new Answer.Reply(403, Map.of(), "<h1>Forbidden</h1>");
      case CRASHES, MUTE, CHART -> new Answer.Reply(503, Map.of(), "Application Error");
      case WELL, SLOW, UNMARKED, UNLABELLED, TWIN -> new Answer.Reply(200, Map.of(), body);
    };
  }
}
