package relay.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import relay.secret.Secret;

/**
 * How to reach one app.
 *
 * @param base scheme, host and port, to which the health path is appended
 * @param connectTo {@code host:port} to connect to, while URL, Host and SNI stay; empty for the host of {@code base}
 * @param headers sent with each probe, for protected apps
 * @param audience of the token of the relay's identity that is sent as bearer; empty to send none
 * @param timeout from connecting to the last byte
 */
public record ProbeSettings(URI base, Optional<String> connectTo, Map<String, Secret> headers,
    Optional<String> audience, Duration timeout) {
  public ProbeSettings {
    headers = Map.copyOf(headers);
  }
}
