package sandbox.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sandbox.report.Event;

/**
 * When the platform may next try to start a site: later after each failure, and not at all while it blocks the site. Not
 * safe for threads; times are those of {@link System#nanoTime}.
 */
final class StartGate {
  private long retryAt = System.nanoTime();
  private int failures; // of what is wished for now
  private int failedInARow; // whatever was wished for
  private int blocks;
  private List<Integer> blocked = List.of();
  private long blockedUntil;
  private long noticeAt;

  /** @param unblocks whether it ends a block as well */
  void wished(boolean unblocks) {
    failures = 0;
    retryAt = System.nanoTime();
    if (unblocks) {
      blocked = List.of();
    }
  }

  /** What ran before is forgotten: a start succeeded, or the owner stopped the site. */
  void reset() {
    wished(true);
    failedInARow = 0;
    blocks = 0;
  }

  /** A container has ended by itself. */
  void ended(Mood.Start start) {
    backOff(start);
  }

  /**
   * A start of these instances failed.
   *
   * @param current whether that start is still wished for
   * @return the block that follows
   */
  Optional<Event> failed(Mood mood, List<Integer> on, boolean current) {
    if (current) {
      backOff(mood.start());
    }
    failedInARow++;
    Mood.Failing failing = mood.failing();
    if (failing.blockAfter() == 0 || failedInARow < failing.blockAfter()) {
      return Optional.empty();
    }
    Duration time = failing.blocks().get(Math.min(blocks, failing.blocks().size() - 1));
    blocks++;
    blocked = List.copyOf(on);
    long now = System.nanoTime();
    blockedUntil = now + time.toNanos();
    noticeAt = now;
    return Optional.of(new Event.Blocked(blocked, time, Instant.now().plus(time)));
  }

  boolean hasFailed() {
    return failures > 0;
  }

  /** Nanoseconds until a start may be tried; not positive when it may now. */
  long untilOpen(long now) {
    return blocked.isEmpty() ? retryAt - now : Math.max(retryAt - now, blockedUntil - now);
  }

  /** Nanoseconds until there is something to say of the block; empty when there is none. */
  Optional<Long> untilNews(long now, boolean startWanted) {
    if (blocked.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(startWanted ? Math.min(noticeAt - now, blockedUntil - now) : blockedUntil - now);
  }

  /** What is to be said of the block now. */
  Optional<Event> news(long now, boolean startWanted, Duration again) {
    if (blocked.isEmpty()) {
      return Optional.empty();
    }
    if (blockedUntil - now <= 0) {
      var over = new Event.Unblocked(blocked);
      blocked = List.of();
      return Optional.of(over);
    }
    if (!startWanted || noticeAt - now > 0) {
      return Optional.empty();
    }
    noticeAt = now + again.toNanos();
    return Optional.of(new Event.Prohibited());
  }

  private void backOff(Mood.Start start) {
    long wait = Math.min(start.retryMost().toNanos(), start.retryFirst().toNanos() << Math.min(failures, 10));
    failures++;
    retryAt = System.nanoTime() + wait;
  }
}
