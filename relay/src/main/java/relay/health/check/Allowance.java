package relay.health.check;

import java.time.Duration;
import relay.health.Reading;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * The time of one series of probes. Time in which the relay could not look is added to it, up to a bound: past that, the
 * relay is to blame and not the app. For one thread.
 */
final class Allowance {
  /** How many times its length a series may take in all. */
  private static final int MOST = 3;
  private final Waiter waiter;
  private final Deadline end;
  private final Deadline furthest;
  private long attended;
  private boolean atBound;

  /**
   * Begins now.
   *
   * @param end moved on by this
   * @param length what three times of are the bound
   */
  Allowance(Waiter waiter, Deadline end, Duration length) {
    this.waiter = waiter;
    this.end = end;
    this.furthest = Deadline.in(waiter, length.multipliedBy(MOST));
    this.attended = waiter.nanos();
  }

  /** A probe has ended: a blind one gives back all the time since the one before. */
  void after(Reading reading) {
    Duration gone = Duration.ofNanos(waiter.nanos() - attended);
    attended = waiter.nanos();
    if (reading.isBlind()) {
      add(gone);
    }
  }

  /** A look at the clues has ended that should have taken no longer than {@code usual}, since nothing was asked meanwhile. */
  void afterLook(Duration usual) {
    Duration gone = Duration.ofNanos(waiter.nanos() - attended);
    attended = waiter.nanos();
    if (gone.compareTo(usual) > 0) {
      add(gone.minus(usual));
    }
  }

  private void add(Duration lost) {
    Duration room = furthest.remaining().minus(end.remaining());
    atBound |= lost.compareTo(room) > 0;
    Duration more = atBound ? room : lost;
    if (more.isPositive()) {
      end.extend(more);
    }
  }

  boolean over() {
    return end.passed();
  }

  /** Whether it came to its bound, since the relay could not look for most of it. */
  boolean wasBlind() {
    return atBound;
  }
}
