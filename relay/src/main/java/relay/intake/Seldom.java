package relay.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Once a minute, for what comes too often to be kept each time. Safe from any thread. */
final class Seldom {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant last = Instant.MIN;

  Seldom(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean now() {
    Instant now = clock.instant();
    if (now.minus(PAUSE).isBefore(last)) {
      return false;
    }
    last = now;
    return true;
  }
}
