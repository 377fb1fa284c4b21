package relay.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import relay.http.Problem;
import relay.http.ProblemException;

/** What the receivers count. Labels are bounded: registries are the configured ones or {@code unknown}. */
public final class ReceiverMetrics {
  static final String UNKNOWN = "unknown";

  private final MeterRegistry meters;
  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  public ReceiverMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** How a request at a receiver ended. */
  public enum Outcome {
    /** Recorded, with something to act on. */
    ACCEPTED,
    /** Acknowledged; nothing is to be done. */
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

    /** The metric's label. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Outcome of(ParsedDelivery parsed) {
      if (!parsed.delivery().pushes().isEmpty()) {
        return ACCEPTED;
      }
      return parsed.isOnly(SkipReason.Ping.class)
          ? PING
          : parsed.isOnly(SkipReason.Validation.class) ? HANDSHAKE : IGNORED;
    }

    static Outcome of(Throwable fault) {
      if (!(fault instanceof ProblemException refusal)) {
        return fault instanceof Inbox.FullException || fault instanceof Inbox.UnwritableException
            ? UNAVAILABLE
            : INCOMPLETE;
      }
      return switch (refusal.problem()) {
        case Problem.UnknownSender _ -> UNAUTHORIZED;
        case Problem.Forbidden _ -> HANDSHAKE_REFUSED;
        case Problem.TooMany _ -> TOO_MANY;
        case Problem.UnsupportedType _ -> UNSUPPORTED_TYPE;
        case Problem.UnsupportedEncoding _ -> UNSUPPORTED_TYPE;
        case Problem.TooLarge _ -> TOO_LARGE;
        case Problem.TooSlow _ -> INCOMPLETE;
        case Problem.Busy _ -> UNAVAILABLE;
        default -> MALFORMED;
      };
    }
  }

  /** Counts one event of a delivery by what it was. */
  void event(String receiver, String registry, ParsedEvent event) {
    Counter.builder("relay.events").description("Events that deliveries held, by what they were")
        .tags("receiver", receiver, "registry", registry, "outcome", event.code()).register(meters).increment();
  }

  /** Counts one request. */
  public void count(String receiver, String registry, Outcome outcome) {
    Counter.builder("relay.deliveries").description("Requests at the receivers, by how they ended")
        .tags("receiver", receiver, "registry", registry, "outcome", outcome.label()).register(meters).increment();
  }

  /** Something genuine was recorded at {@code when}. */
  void recorded(String receiver, String registry, Instant when) {
    String key = receiver + " " + registry;
    if (last.put(key, when) == null) {
      Gauge.builder("relay.last.delivery.timestamp", () -> last.getOrDefault(key, Instant.EPOCH).getEpochSecond())
          .description("When a genuine delivery was recorded last, in seconds since 1970; absent before the first")
          .baseUnit("seconds").tags("registry", registry, "receiver", receiver).strongReference(true)
          .register(meters);
    }
  }
}
