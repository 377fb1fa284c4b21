package sandbox.registry.event;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One line of a webhook's delivery log: what was sent and what came back. There is one for each event, for nothing is retried.
 *
 * @param eventId the {@code id} of the payload
 * @param requestUri without credentials
 * @param requestHeaders as sent, the {@code Authorization} masked
 * @param status 504 when the answer did not come within the time limit, 502 when the endpoint could not be reached
 * @param responseBody at most the first 4 KiB
 */
public record Delivery(String webhook, String action, String eventId, Instant sentAt, Duration took, URI requestUri,
    Map<String, String> requestHeaders, String requestBody, int status, String reason,
    Map<String, String> responseHeaders, String responseBody) {}
