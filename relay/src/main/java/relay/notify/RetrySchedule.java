package relay.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long to wait after each try that failed, before it is given up. */
public record RetrySchedule(List<Duration> waits) {
  /** What Standard Webhooks recommends: ten tries over about three days. */
  public static final RetrySchedule STANDARD = new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5),
      Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(14),
      Duration.ofHours(20), Duration.ofHours(24)));

  public RetrySchedule {
    waits = List.copyOf(waits);
  }

  /** The wait when {@code before} tries had failed earlier and now one more; empty when that was the last. */
  Optional<Duration> after(int before) {
    return before < waits.size() ? Optional.of(waits.get(before)) : Optional.empty();
  }
}
