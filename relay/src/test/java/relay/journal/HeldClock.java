package relay.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class HeldClock implements InstantSource {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00.123456Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  Instant pass(Duration time) {
    return now.updateAndGet(before -> before.plus(time));
  }
}
