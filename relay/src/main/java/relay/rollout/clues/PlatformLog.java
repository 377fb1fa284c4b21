package relay.rollout.clues;

import java.util.List;
import java.util.Optional;
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
  private Optional<Fault> fault = Optional.empty();
  private boolean named;
  private boolean other;
  private boolean started;
  private int failures;

  private PlatformLog() {}

  /** Reads the lines, oldest first, all newer than the write. */
  public static PlatformLog of(List<String> lines, PinnedImage wanted) {
    var log = new PlatformLog();
    for (String line : lines) {
      PlatformLine.of(line).ifPresent(understood -> log.take(understood, line, wanted));
    }
    return log;
  }

  private void take(PlatformLine understood, String line, PinnedImage wanted) {
    if (understood instanceof PlatformLine.Names(var image)) {
      other = !image.contains(wanted.digest().value());
      named |= !other;
      started &= !other;
    } else if (!other) {
      take(understood, line);
    }
  }

  private void take(PlatformLine understood, String line) {
    switch (understood) {
      case PlatformLine.Started() -> {
        started = named;
        fault = Optional.empty();
      }
      case PlatformLine.PullFailed() -> failed(Blame.ENVIRONMENT, new Unhealthy.PullFailed(line), line);
      case PlatformLine.Exited() -> failed(Blame.IMAGE, new Unhealthy.Exited(line), line);
      case PlatformLine.ProbeFailed() -> {
        if (fault.filter(known -> known.why() instanceof Unhealthy.Exited).isEmpty()) { // that it exited says more
          failed(Blame.IMAGE, new Unhealthy.StartTimeout(line), line);
        }
      }
      case PlatformLine.GaveUp() ->
        fault = fault.map(known -> new Fault(known.blame(), known.why(), known.line(), true));
      case PlatformLine.Names _ -> {
      }
    }
  }

  private void failed(Blame blame, Unhealthy why, String line) {
    failures += line.contains(END_OF_A_TRY) || why instanceof Unhealthy.PullFailed ? 1 : 0;
    fault = Optional.of(new Fault(blame, why, Optional.of(line), failures > 1));
  }

  /** Why the image does not come up; the last word when the platform gave up or failed more than once. */
  public Optional<Fault> fault() {
    return fault;
  }

  /** Whether the platform named the wanted digest and then reported its start. */
  public boolean started() {
    return started && fault.isEmpty();
  }
}
