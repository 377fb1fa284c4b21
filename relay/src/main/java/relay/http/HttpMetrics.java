package relay.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the HTTP servers count. Every type of problem stands at 0 from the start. */
public final class HttpMetrics {
  private final MeterRegistry meters;

  public HttpMetrics(MeterRegistry meters) {
    this.meters = meters;
    for (Problem.Type type : Problem.Type.values()) {
      var _ = counter(type);
    }
  }

  /** Counts a request that ended with this problem, whether or not an answer could still be written. */
  void count(Problem problem) {
    counter(problem.type()).increment();
  }

  private Counter counter(Problem.Type type) {
    return Counter.builder("relay.http.problems").description("Requests that ended with a problem, by its type")
        .tag("type", type.label()).register(meters);
  }
}
