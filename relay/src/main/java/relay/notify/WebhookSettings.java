package relay.notify;

import java.net.URI;
import java.time.Duration;
import relay.secret.Secret;

/**
 * The one outgoing webhook.
 *
 * @param secret signs each message; {@code whsec_} and Base64 as Standard Webhooks writes it
 * @param source the relay's own name in the events, a URI reference
 * @param deadline of each try
 */
public record WebhookSettings(URI url, Secret secret, String source, Duration deadline) {}
