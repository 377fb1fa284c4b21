package relay.rollout.clues;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.health.Unhealthy;
import relay.image.PinnedImage;

/**
 * What the platform's own lines in an app's container log say of one start. The app's output stands in the same log and
 * can say anything: only lines of the platform's shape count, and of those only what is not about another image. The
 * wording is App Service's as seen in public issue threads and lab notes, and may change: a line that is not recognised
 * proves nothing either way.
 */
public final class PlatformLog {
  /** The older wording ends each try so; the younger has a line of its own for it. */
  private static final String END_OF_A_TRY = "failing site start";
  private final PinnedImage wanted;
  private final int instances;
  private Optional<Fault> fault = Optional.empty();
  private boolean named;
  private boolean other;
  private boolean started;
  private boolean pullFailed;
  private final Set<String> notCreated = new HashSet<>();
  private int failures;

  private PlatformLog(PinnedImage wanted, int instances) {
    this.wanted = wanted;
    this.instances = instances;
  }

  /**
   * Reads the lines, oldest first. Those from before {@code since} only show what the next ones are about.
   *
   * @param instances that start the image: each may fail once before one of them has failed twice
   */
  public static PlatformLog of(List<String> lines, PinnedImage wanted, int instances, Instant since) {
    var log = new PlatformLog(wanted, instances);
    boolean older = lines.stream().anyMatch(PlatformLine::isOlder);
    for (String line : lines) {
      boolean before = PlatformLine.time(line).filter(since::isAfter).isPresent();
      PlatformLine.of(line, older).filter(understood -> !before || understood instanceof PlatformLine.Names)
          .ifPresent(understood -> log.take(understood, line));
    }
    return log;
  }

  private void take(PlatformLine understood, String line) {
    if (understood instanceof PlatformLine.Names(var image)) {
      names(image);
    } else if (!other) {
      happened(understood, line);
    }
  }

  private void names(String image) {
    boolean ours = image.contains(wanted.digest().value());
    if (!ours && !image.contains("sha256:") && image.contains(wanted.in().toString())) {
      return; // by a tag, it may be either
    }
    other = !ours;
    started &= ours;
    pullFailed &= !ours;
    if (ours && !named) { // what came before was about the container before
      named = true;
      fault = Optional.empty();
      failures = 0;
    }
  }

  private void happened(PlatformLine understood, String line) {
    switch (understood) {
      case PlatformLine.Started() -> {
        started = named;
        pullFailed = false;
        fault = Optional.empty();
      }
      case PlatformLine.PullFailed() -> {
        pullFailed = true;
        failures++;
        failed(Blame.ENVIRONMENT, new Unhealthy.PullFailed(line), line);
      }
      case PlatformLine.PullCancelled() -> {
        if (fault.isEmpty()) {
          pullFailed = true;
          failed(Blame.ENVIRONMENT, new Unhealthy.PullFailed(line), line);
        }
      }
      case PlatformLine.NotCreated(var container) -> {
        pullFailed = false;
        failures += notCreated.add(container) ? 1 : 0;
        failed(Blame.IMAGE, new Unhealthy.Exited(line), line);
      }
      case PlatformLine.Exited() -> exited(line);
      case PlatformLine.ProbeFailed() -> probeFailed(line);
      case PlatformLine.GaveUp() ->
        fault = fault.map(known -> new Fault(known.blame(), known.why(), known.line(), true));
      case PlatformLine.Names _ -> {
      }
    }
  }

  private void exited(String line) {
    pullFailed = false;
    failures += endsATry(line) ? 1 : 0;
    failed(Blame.IMAGE, new Unhealthy.Exited(line), line);
  }

  /** That it exited, or could not be pulled, says more. */
  private void probeFailed(String line) {
    failures += endsATry(line) ? 1 : 0;
    if (!pullFailed && fault.filter(known -> known.why() instanceof Unhealthy.Exited).isEmpty()) {
      failed(Blame.IMAGE, new Unhealthy.StartTimeout(line), line);
    }
  }

  /** A container that could not be made was counted at once. */
  private boolean endsATry(String line) {
    return line.contains(END_OF_A_TRY) && notCreated.stream().noneMatch(line::contains);
  }

  private void failed(Blame blame, Unhealthy why, String line) {
    fault = Optional.of(new Fault(blame, why, Optional.of(line), failures > instances));
  }

  /** Why the image does not come up; the last word when the platform gave up or one instance failed more than once. */
  public Optional<Fault> fault() {
    return fault;
  }

  /** Whether the platform named the wanted digest and then reported its start. */
  public boolean started() {
    return started && fault.isEmpty();
  }

  /** Whether nothing in it speaks against a start that was seen in it before. */
  boolean isSilent() {
    return fault.isEmpty() && !other;
  }
}
