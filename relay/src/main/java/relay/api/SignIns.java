package relay.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.ProblemException;
import relay.http.rate.ClientRateLimits;
import relay.time.OncePerMinute;

/** Counts how requests were let in or not, and limits the failed ones of each client. Safe from any thread. */
public final class SignIns {
  private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

  private enum Outcome {
    ADMITTED,
    UNAUTHORIZED,
    FORBIDDEN,
    TOO_MANY;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final MeterRegistry meters;
  private final ClientRateLimits failures;
  private final OncePerMinute seldom;
  private long unreported;

  /**
   * Every outcome stands at 0 from the start.
   *
   * @param failures how many a client may make before it is told to wait; a known token is let in all the same
   */
  public SignIns(MeterRegistry meters, ClientRateLimits failures, InstantSource clock) {
    this.meters = meters;
    this.failures = failures;
    this.seldom = new OncePerMinute(clock);
    for (Outcome outcome : Outcome.values()) {
      var _ = counter(outcome);
    }
  }

  void admitted() {
    counter(Outcome.ADMITTED).increment();
  }

  void forbidden() {
    counter(Outcome.FORBIDDEN).increment();
  }

  /**
   * A token was missing or is not known.
   *
   * @throws ProblemException with {@link relay.http.Problem.TooMany} when the client fails too often
   */
  void failed(HttpServerRequest request) {
    report(request);
    try {
      failures.admit(request);
    } catch (ProblemException tooMany) {
      counter(Outcome.TOO_MANY).increment();
      throw tooMany;
    }
    counter(Outcome.UNAUTHORIZED).increment();
  }

  /** The first one, and then one line a minute at most: whoever guesses must not fill the log. */
  private synchronized void report(HttpServerRequest request) {
    unreported++;
    if (seldom.isDue()) {
      LOG.warn("API: {} requests with no token or an unknown one since the last such line, the newest from {}",
          unreported, failures.clientOf(request));
      unreported = 0;
    }
  }

  private Counter counter(Outcome outcome) {
    return Counter.builder("relay.api.requests").description("Requests to the API, by whether they were let in")
        .tag("outcome", outcome.label()).register(meters);
  }
}
