package relay.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What the relay reports of itself. */
public final class SelfMetrics {
  private SelfMetrics() {}

  /** Registers all of it; both numbers are asked for when the metrics are scraped. */
  public static void register(PrometheusMeterRegistry meters, String version, IntSupplier queued,
      LongSupplier unreadable) {
    // Not a gauge of Micrometer: a name that ends in _info would lose its end there.
    Info.builder().name("relay_build_info").help("Always 1").labelNames("version")
        .register(meters.getPrometheusRegistry()).addLabelValues(version);
    Gauge.builder("relay_journal_queue_depth", queued::getAsInt)
        .description("Deliveries that wait for their commit").register(meters);
    Gauge.builder("relay_journal_unreadable", unreadable::getAsLong)
        .description("Rows of the journal that could not be read and are left out").register(meters);
  }
}
