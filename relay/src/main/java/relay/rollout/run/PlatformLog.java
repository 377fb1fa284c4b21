package relay.rollout.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.image.Digest;

/**
 * What the platform's lines in an app's container log tell of a start. The wording is App Service's as seen in public
 * issue threads, and may change: a line that is not recognised proves nothing either way.
 */
public record PlatformLog(List<String> lines) {
  private static final Pattern PULL_FAILED = Pattern.compile(
      "(?i)(image ?pull ?fail|pull(ing)? .*(failed|denied)|manifest .*not found|manifest unknown|unauthorized|"
          + "toomanyrequests|no space left)");
  private static final Pattern CRASHED = Pattern.compile("(?i)container .*(has exited|exited with)");
  private static final Pattern MUTE = Pattern.compile(
      "(?i)container .*(didn't respond to HTTP pings|did not start within)");
  /** The platform's last word on one try to start; the same once more means that its own second try failed as well. */
  private static final Pattern TRY_ENDED = Pattern.compile("(?i)(image pull failed|failing site start)");
  private static final Pattern STARTED = Pattern.compile(
      "(?i)container .*(initialized successfully|is ready to serve)");

  public PlatformLog {
    lines = List.copyOf(lines);
  }

  /** Why the image does not come up, the last word if the platform tried more than once. */
  public Optional<Fault> fault() {
    return fault(PULL_FAILED, Blame.ENVIRONMENT, "the platform could not pull the image")
        .or(() -> fault(CRASHED, Blame.IMAGE, "its container exited at the start"))
        .or(() -> fault(MUTE, Blame.IMAGE, "its container did not answer within the platform's start limit"));
  }

  /** The sentence that tells how the start of this digest was observed; empty when it was not. */
  public Optional<String> started(Digest digest) {
    int named = last(line -> line.contains(digest.value()));
    int ready = last(line -> STARTED.matcher(line).find());
    return named >= 0 && ready > named && fault().isEmpty()
        ? Optional.of("the container log names " + digest.brief() + " and then its start")
        : Optional.empty();
  }

  private Optional<Fault> fault(Pattern pattern, Blame blame, String why) {
    boolean last = lines.stream().filter(line -> TRY_ENDED.matcher(line).find()).count() >= 2;
    return lines.stream().anyMatch(line -> pattern.matcher(line).find())
        ? Optional.of(new Fault(blame, why, last))
        : Optional.empty();
  }

  private int last(Predicate<String> wanted) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (wanted.test(lines.get(i))) {
        return i;
      }
    }
    return -1;
  }
}
