package relay.rollout.clues;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of the platform's own shape, of either generation of its wording. */
sealed interface PlatformLine {
  /** It is about this image from now on. */
  record Names(String image) implements PlatformLine {}

  record PullFailed() implements PlatformLine {}

  /** The platform's state: it ends a try since the pull failed, which has a line of its own as a rule. */
  record PullCancelled() implements PlatformLine {}

  record Exited() implements PlatformLine {}

  record ProbeFailed() implements PlatformLine {}

  record Started() implements PlatformLine {}

  /** The container could not be made to run: a bad entry point, for instance. */
  record NotCreated(String container) implements PlatformLine {}

  /** The platform ends its try to start. */
  record GaveUp() implements PlatformLine {}

  Pattern STAMP = Pattern.compile("^(?<day>\\d{4}-\\d\\d-\\d\\d)[T ](?<time>\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)"
      + "(?<zone>Z|[+-]\\d\\d:\\d\\d)?\\s");
  /** The older generation names a level; in its logs a line without one is the app's own. */
  Pattern SHAPE = Pattern
      .compile("^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)?\\s+"
          + "(?<level>(?:INFO|WARN|WARNING|ERROR|ERR)\\s+-\\s+)?(?<text>.{1,2000})$");
  Pattern OLD_SHAPE = Pattern.compile("^(?:docker run .*|Pulling image: .*|Pull Image successful.*|Status: .*"
      + "|Digest: .*|Starting container for site.*|Initiating warmup request to container .*"
      + "|Waiting for response to warmup request for container .*|Container \\S+ .*|.* Pulling from .*"
      + "|Stopping site .*|Logging is not enabled for this container.*)");
  Pattern OLD_NAMES = Pattern.compile("^(?:docker run .*|Pulling image: .*|.* Pulling from .*|Digest: .*)");
  Pattern OLD_PULL_FAILED = Pattern
      .compile("^(?:Image pull failed|Pull image failed|Pulling .* failed|DockerApiException:"
          + "|Container pull image failed).*", Pattern.CASE_INSENSITIVE);
  Pattern OLD_EXITED = Pattern
      .compile("^Container \\S+ for site \\S+ has exited(?: \\(exit code -?\\d+\\))?, failing site start.*");
  Pattern OLD_MUTE = Pattern.compile("^Container \\S+ (?:for site \\S+ )?(?:didn't respond to HTTP pings|did not start "
      + "within expected time limit).*");
  Pattern OLD_STARTED = Pattern.compile("^Container \\S+ for site \\S+ initialized successfully and is ready to serve "
      + "requests.*");
  Pattern NEW_NAMES = Pattern.compile("^(?:Pulling image: \\S+|Image \\S+ is pulled from registry .*"
      + "|Creating container with image: .*)");
  Pattern NEW_PULL_FAILED = Pattern.compile("^Container pull image failed with reason: \\w+.*");
  Pattern NEW_EXITED = Pattern.compile("^(?:Container has finished running with exit code: -?\\d+\\b.*"
      + "|Site container: \\S+ terminated during site startup.*)");
  Pattern NEW_PROBE_FAILED = Pattern.compile("^Site startup probe failed after \\d+(?:\\.\\d+)? seconds.*");
  Pattern NEW_STARTED = Pattern.compile(
      "^(?:Site started\\.|Site startup probe succeeded after \\d+(?:\\.\\d+)? seconds.*)");
  Pattern NEW_GAVE_UP = Pattern.compile("^(?:Failed to start site\\. Revert by stopping site\\..*"
      + "|Site: \\S+ will be blocked for .*|Start site prohibitt?ed because the site is being blocked\\..*)");
  /** A colon in the younger wording; of the older one, the exception that follows is known only in part. */
  Pattern NOT_CREATED = Pattern.compile("^Container start failed for (?<container>[\\w.-]+)(?: with System\\.|: ).*");
  Pattern STATE = Pattern.compile("^State: (?<state>\\w+), Action: (?<action>\\w+), LastError: (?<error>\\w*).*");

  /** When the line was written; empty when it does not say. Without a zone it is UTC, in which App Service writes. */
  static Optional<Instant> time(String line) {
    Matcher stamp = STAMP.matcher(line);
    if (!stamp.lookingAt()) {
      return Optional.empty();
    }
    String zone = stamp.group("zone") == null ? "Z" : stamp.group("zone");
    try {
      return Optional.of(OffsetDateTime.parse(stamp.group("day") + "T" + stamp.group("time") + zone).toInstant());
    } catch (DateTimeException odd) { // the thirteenth month: something of the app's own
      return Optional.empty();
    }
  }

  /** Whether this line shows that the log is of the older generation. */
  static boolean isOlder(String line) {
    Matcher shape = SHAPE.matcher(line);
    return shape.matches() && shape.group("level") != null && OLD_SHAPE.matcher(shape.group("text")).matches();
  }

  /**
   * Empty for what is not the platform's, or says nothing of a start.
   *
   * @param older whether the log is of the older generation
   */
  static Optional<PlatformLine> of(String line, boolean older) {
    Matcher shape = SHAPE.matcher(line);
    if (!shape.matches() || line.contains("_kudu")) {
      return Optional.empty();
    }
    String text = shape.group("text");
    if (shape.group("level") != null) {
      return older(text).or(() -> younger(text));
    }
    return older ? Optional.empty() : younger(text);
  }

  private static Optional<PlatformLine> older(String text) {
    if (OLD_PULL_FAILED.matcher(text).matches()) {
      return Optional.of(new PullFailed());
    }
    if (OLD_NAMES.matcher(text).matches()) {
      return text.contains("@sha256:") || text.contains("sha256:") ? Optional.of(new Names(text)) : Optional.empty();
    }
    Matcher notCreated = NOT_CREATED.matcher(text);
    if (notCreated.matches()) {
      return Optional.of(new NotCreated(notCreated.group("container")));
    }
    if (OLD_EXITED.matcher(text).matches()) {
      return Optional.of(new Exited());
    }
    if (OLD_MUTE.matcher(text).matches()) {
      return Optional.of(new ProbeFailed());
    }
    return OLD_STARTED.matcher(text).matches() ? Optional.of(new Started()) : Optional.empty();
  }

  private static Optional<PlatformLine> younger(String text) {
    if (NEW_NAMES.matcher(text).matches()) {
      return Optional.of(new Names(text));
    }
    if (NEW_PULL_FAILED.matcher(text).matches()) {
      return Optional.of(new PullFailed());
    }
    Matcher notCreated = NOT_CREATED.matcher(text);
    if (notCreated.matches()) {
      return Optional.of(new NotCreated(notCreated.group("container")));
    }
    if (NEW_EXITED.matcher(text).matches()) {
      return Optional.of(new Exited());
    }
    if (NEW_PROBE_FAILED.matcher(text).matches()) {
      return Optional.of(new ProbeFailed());
    }
    if (NEW_STARTED.matcher(text).matches()) {
      return Optional.of(new Started());
    }
    if (NEW_GAVE_UP.matcher(text).matches()) {
      return Optional.of(new GaveUp());
    }
    return state(text);
  }

  /** Judged by state and action: the last error stays in later lines, those of the next try included. */
  private static Optional<PlatformLine> state(String text) {
    Matcher state = STATE.matcher(text);
    return state.matches() && state.group("state").equals("Stopping")
        && state.group("action").equals("CancellingStartup")
        && state.group("error").startsWith("ImagePull") ? Optional.of(new PullCancelled()) : Optional.empty();
  }
}
