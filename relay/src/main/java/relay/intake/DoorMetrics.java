package relay.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.intake.Told.Kind;

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
    /** Taken, and nothing is to be done. */
    IGNORED,
    PING,
    HANDSHAKE,
    HANDSHAKE_REFUSED,
    UNAUTHORIZED,
    TOO_MANY,
    UNSUPPORTED_TYPE,
    TOO_LARGE,
    MALFORMED,
    UNKNOWN_REGISTRY,
    /** The body did not arrive in time, or its sender left. */
    INCOMPLETE,
    /** The journal could not take it, or the keys of tokens could not be had. */
    UNAVAILABLE;

    static Outcome of(Received received) {
      if (!received.delivery().pushes().isEmpty()) {
        return ACCEPTED;
      }
      boolean handshake = received.kinds().equals(List.of(Kind.VALIDATION)) && received.answer().json().isPresent();
      return received.kinds().equals(List.of(Kind.PING)) ? PING : handshake ? HANDSHAKE : IGNORED;
    }

    static Outcome of(Throwable fault) {
      if (!(fault instanceof ProblemException refusal)) {
        return fault instanceof Inbox.Full || fault instanceof Inbox.Unwritable ? UNAVAILABLE : INCOMPLETE;
      }
      return switch (refusal.problem()) {
        case Problem.UnknownSender _ -> UNAUTHORIZED;
        case Problem.Forbidden _ -> HANDSHAKE_REFUSED;
        case Problem.TooMany _ -> TOO_MANY;
        case Problem.UnsupportedType _ -> UNSUPPORTED_TYPE;
        case Problem.TooLarge _ -> TOO_LARGE;
        case Problem.TooSlow _ -> INCOMPLETE;
        case Problem.Busy _ -> UNAVAILABLE;
        default -> MALFORMED;
      };
    }
  }

  /** One event of a delivery, by what it was. */
  void event(String door, String registry, Kind kind) {
    Counter.builder("relay.events").description("Events that deliveries held, by what they were")
        .tags("door", door, "registry", registry, "outcome", kind.label()).register(meters).increment();
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
