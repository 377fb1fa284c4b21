package relay.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the doors count. Labels are bounded: registries are the configured ones or {@code unknown}. */
public final class DoorMetrics {
  static final String UNKNOWN = "unknown";

  private final MeterRegistry meters;
  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  public DoorMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** How a request at a door ended; its name in lower case is the label. */
  enum Outcome {
    /** Recorded, with something to act on. */
    ACCEPTED,
    /** Recorded, with the reason why nothing is to be done. */
    IGNORED, PING, UNAUTHORIZED, UNSUPPORTED_TYPE, TOO_LARGE, MALFORMED, UNKNOWN_REGISTRY,
    /** The body did not arrive in time, or its sender left. */
    INCOMPLETE,
    /** The journal could not take it. */
    UNAVAILABLE
  }

  void count(String door, String registry, Outcome outcome) {
    Counter.builder("relay.deliveries").description("Requests at the doors, by how they ended")
        .tags("door", door, "registry", registry, "outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(meters).increment();
  }
  /** Something genuine was recorded at {@code when}. */
  void recorded(String door, String registry, Instant when) {
    String key = door + " " + registry;
    if (last.put(key, when) == null) {
      Gauge.builder("relay.last.delivery.timestamp", () -> last.getOrDefault(key, Instant.EPOCH).getEpochSecond())
          .description("When a genuine delivery was recorded last, in seconds since 1970; absent before the first")
          .baseUnit("seconds").tags("registry", registry, "door", door).strongReference(true).register(meters);
    }
  }
}
