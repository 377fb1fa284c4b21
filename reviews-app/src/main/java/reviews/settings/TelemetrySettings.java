package reviews.settings;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the process tells about its work.
 *
 * @param metricsPort of {@code /metrics}; empty means that there are no metrics, 0 lets the system choose
 * @param metricsHost the address that port listens on
 * @param collector where traces go by OTLP over HTTP; empty means that there are no traces
 */
public record TelemetrySettings(OptionalInt metricsPort, String metricsHost, Optional<URI> collector) {}
