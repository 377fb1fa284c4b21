package relay.intake.sender;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import relay.http.client.Exchange;
import relay.http.client.Reply;
import relay.http.client.UnansweredException;

/** Key documents over HTTPS, each within 5 s and 512 KiB. */
public final class HttpKeyDocuments implements KeyDocuments {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int MAX_BODY_BYTES = 512 * 1024;

  private final Exchange exchange;

  /**
   * With a client of its own.
   *
   * @param trust authorities whose certificates are trusted; empty for those of the JDK
   */
  public HttpKeyDocuments(Vertx vertx, Optional<TrustOptions> trust) {
    var options = new HttpClientOptions();
    trust.ifPresent(options::setTrustOptions);
    this.exchange = new Exchange(vertx.createHttpClient(options));
  }

  @Override
  public String get(URI document) throws IOException, InterruptedException {
    int port = document.getPort() < 0 ? 443 : document.getPort();
    String query = document.getRawQuery() == null ? "" : "?" + document.getRawQuery();
    var request = new RequestOptions().setMethod(HttpMethod.GET).setSsl(true).setHost(document.getHost()).setPort(port)
        .setURI(document.getRawPath() + query).putHeader("User-Agent", Exchange.USER_AGENT)
        .putHeader("Accept", "application/json");
    try {
      Reply reply = exchange.send(request, Buffer.buffer(), MAX_BODY_BYTES, DEADLINE);
      if (reply.status() != 200 || reply.cut()) {
        throw new IOException(
            document.getHost() + " answered " + reply.status() + (reply.cut() ? " with too long a body" : ""));
      }
      return new String(reply.body(), StandardCharsets.UTF_8);
    } catch (UnansweredException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }
}
