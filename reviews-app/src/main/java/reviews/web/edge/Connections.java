package reviews.web.edge;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections the site takes at one time, and what it says to those that speak no HTTP. Safe from any thread. */
public final class Connections {
  /** What one may take of the heap: 8 KiB of headers of one letter each take about a dozen times that. */
  private static final int HEAP_FOR_ONE = 48 * 8 * 1024;
  /** Each costs an open file as well, of which the store needs some, too. */
  private static final int MOST = Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_FOR_ONE, 300, 2_000);

  private final AtomicInteger open = new AtomicInteger();

  /** Guards a connection that was just opened, or closes it when there are too many. */
  public void opened(HttpConnection connection) {
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      var _ = connection.close();
    } else {
      Wire.guard(connection, open::decrementAndGet);
    }
  }

  /** Answers a request that could not be decoded: it never reaches the pages. */
  public void undecodable(HttpServerRequest request) {
    int status = switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ -> 414;
      case TooLongHttpHeaderException _ -> 431;
      case null, default -> 400;
    };
    var _ = request.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).putHeader("X-Content-Type-Options", "nosniff")
        .end(request.response().getStatusMessage() + "\n").eventually(() -> request.connection().close());
  }
}
