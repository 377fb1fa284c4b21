package relay.http;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What one connection may ask of a server before anything is known of its sender.
 *
 * @param requestLine bytes of method, path and query together
 * @param headers bytes of all header lines together
 * @param idle a connection on which nothing moves for so long is closed
 * @param linger how long a client may go on sending a body that was already answered
 */
public record Limits(int requestLine, int headers, Duration idle, Duration linger) {
  public static final Limits DEFAULT = new Limits(8 * 1024, 16 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(5));

  HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(requestLine).setMaxHeaderSize(headers)
        .setIdleTimeout(Math.toIntExact(idle.toMillis())).setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setHttp2ClearTextEnabled(false) // one protocol fewer in front of the sender checks
        .setHandle100ContinueAutomatically(true);
  }
}
