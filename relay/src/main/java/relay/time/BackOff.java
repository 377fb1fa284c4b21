package relay.time;

import java.time.Duration;

/** Pauses that double with each failure in a row, up to a longest one. For one thread. */
public final class BackOff {
  private static final int MAX_DOUBLINGS = 20;
  private final Duration first;
  private final Duration longest;
  private int failures;

  public BackOff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** The pause after one more failure. */
  public Duration next() {
    Duration grown = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    return grown.compareTo(longest) < 0 ? grown : longest;
  }

  /** How many failures in a row there were. */
  public int failures() {
    return failures;
  }

  public void reset() {
    failures = 0;
  }
}
