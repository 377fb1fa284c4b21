package relay.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Times as the journal keeps them: microseconds since 1970 UTC. */
final class Times {
  private static final long MICROS = 1_000_000;

  private Times() {}

  /** The time now, exactly as it will be read back. */
  static Instant now(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** @throws ArithmeticException for a time some 290,000 years away */
  static long micros(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1000);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }
}
