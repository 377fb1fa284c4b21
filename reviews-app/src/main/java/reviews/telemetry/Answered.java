package reviews.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One request that was answered.
 *
 * @param method of HTTP; {@code other} for one that is not usual
 * @param route the pattern of the address, {@code /restaurants/:id}, never the address itself; {@code other} where there is none
 * @param parent the header {@code traceparent} of the caller
 */
public record Answered(String method, String route, int status, Instant start, Duration took,
    Optional<String> parent) {}
