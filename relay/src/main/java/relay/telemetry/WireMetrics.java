package relay.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times what goes out to Azure and the registries, and the journal's commits. */
public final class WireMetrics {
  private final MeterRegistry meters;
  private final AtomicInteger writesRemaining = new AtomicInteger(-1);

  public WireMetrics(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder("relay_arm_writes_remaining", writesRemaining, AtomicInteger::get)
        .description("Writes that Azure said are left to the subscription; -1 before it said so").register(meters);
  }

  /** One request to Azure Resource Manager; {@code status} 0 when there was no answer. */
  public void arm(String operation, int status, Duration took, OptionalInt remaining) {
    Counter.builder("relay_arm_requests_total").description("Requests to Azure Resource Manager")
        .tags("operation", operation, "status", Integer.toString(status)).register(meters).increment();
    Timer.builder("relay_arm_request_seconds").description("Time of requests to Azure Resource Manager")
        .tag("operation", operation).register(meters).record(took);
    remaining.ifPresent(writesRemaining::set);
  }

  /** One request to a registry; {@code status} 0 when there was no answer. */
  public void registry(String registry, int status) {
    Counter.builder("relay_registry_requests_total").description("Requests to registries")
        .tags("registry", registry, "status", Integer.toString(status)).register(meters).increment();
  }

  /** One commit of the journal that held {@code deliveries} of the receivers. */
  public void commit(Duration length, int deliveries) {
    if (deliveries > 0) {
      Timer.builder("relay_delivery_commit_seconds").description("Time of commits that held deliveries")
          .register(meters).record(length);
    }
  }
}
