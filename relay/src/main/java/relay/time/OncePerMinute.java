package relay.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lets one event a minute through, for what comes too often to be recorded each time. Safe from any thread. */
public final class OncePerMinute {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant last = Instant.MIN;

  public OncePerMinute(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether a minute has passed since the last time that this was true. */
  public synchronized boolean isDue() {
    Instant now = clock.instant();
    if (now.minus(PAUSE).isBefore(last)) {
      return false;
    }
    last = now;
    return true;
  }
}
