package relay.http.wire;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a server grants any connection before the sender is verified.
 *
 * @param requestLine bytes of method, path and query together
 * @param headers bytes of all header lines together
 * @param connections at one time, of all clients of one address: each costs memory and an open file, of which the rest of the
 *        relay needs some, too; what comes beyond is closed at once
 * @param idle a connection that carries no request for so long is closed
 * @param linger how long a client may go on sending a body after its answer
 * @param stuck an event loop that takes no turn for so long is not alive: longer than any pause of the garbage collector on a
 *        small machine, and shorter than a platform's patience
 */
public record Limits(int requestLine, int headers, int connections, Duration idle, Duration linger, Duration stuck) {
  private static final int HEADERS = 16 * 1024;
  /** Headers of one letter each take about a dozen times their bytes; those of all connections may take a quarter of the heap. */
  private static final int HEAP_FOR_ONE = 48 * HEADERS;
  private static final int FEWEST_CONNECTIONS = 300;
  private static final int MOST_CONNECTIONS = 2_000;
  public static final Limits DEFAULT = new Limits(8 * 1024, HEADERS,
      Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_FOR_ONE, FEWEST_CONNECTIONS, MOST_CONNECTIONS),
      Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(15));

  /** As Vert.x takes them. */
  public HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(requestLine).setMaxHeaderSize(headers)
        .setIdleTimeout(Math.toIntExact(idle.toMillis())).setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setHttp2ClearTextEnabled(false) // one protocol less before the sender check
        .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false) // nor this one
        .setHandle100ContinueAutomatically(false);
  }
}
