package relay.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads what would otherwise happen in step. */
public record Jitter(RandomGenerator random) {
  public static Jitter ofTheSystem() {
    return new Jitter(RandomGenerator.getDefault());
  }

  /** {@code length}, give or take a fifth. */
  public Duration around(Duration length) {
    return Duration.ofNanos((long) (length.toNanos() * (0.8 + 0.4 * random.nextDouble())));
  }
}
