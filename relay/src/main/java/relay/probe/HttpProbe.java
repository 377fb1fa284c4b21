package relay.probe;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.health.Answer;
import relay.health.Probe;
import relay.http.client.Exchange;
import relay.http.client.Reply;
import relay.http.client.UnansweredException;
import relay.secret.Secret;
import relay.secret.TokenSource;
import relay.secret.TokenSource.IdentityException;

/**
 * Asks an app over HTTP or HTTPS, each time on a new connection. Follows no redirect: its status and {@code Location} are
 * the answer. Safe on every thread but an event loop.
 */
public final class HttpProbe implements Probe {
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final Pattern HOST_PORT = Pattern
      .compile("(?<host>\\[[0-9a-fA-F:.]+]|[^:\\[\\]/@\\s]+):(?<port>\\d{1,5})");
  private static final Pattern PATH = Pattern.compile("/[!-~&&[^#]]*");

  private final Exchange exchange;
  private final ProbeSettings settings;
  private final TokenSource identity;
  private final Optional<SocketAddress> connectTo;

  /**
   * @param client one of {@link #client}
   * @param identity asked for a token at each probe, where the settings name an audience
   * @throws IllegalArgumentException when the settings cannot be used; the message holds no value of a header
   */
  public HttpProbe(HttpClient client, ProbeSettings settings, TokenSource identity) {
    URI base = settings.base();
    if (base.getHost() == null || base.getRawUserInfo() != null
        || !("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
      throw new IllegalArgumentException("a probe needs http or https and a host, and no user in the address");
    }
    settings.headers().forEach(HttpProbe::requireSendable);
    this.exchange = new Exchange(client);
    this.settings = settings;
    this.identity = identity;
    this.connectTo = settings.connectTo().map(HttpProbe::address);
  }

  /**
   * A client for the probes of any number of apps. Without keep-alive: an open connection may still lead to a container
   * that is being replaced, which says nothing about the new one.
   *
   * @param trust certificate authorities to trust; empty for those of the JDK
   */
  public static HttpClient client(Vertx vertx, Optional<TrustOptions> trust) {
    var options = new HttpClientOptions().setKeepAlive(false);
    trust.ifPresent(options::setTrustOptions);
    return vertx.createHttpClient(options);
  }

  /**
   * At most the first 64 KiB of the body are read, as UTF-8, with a replacement character for what is none.
   *
   * @throws IllegalArgumentException when {@code path} does not begin with a slash or is not encoded
   */
  @Override
  public Answer ask(String path) throws InterruptedException {
    RequestOptions request = request(path);
    try {
      if (settings.audience().isPresent()) {
        request.putHeader("Authorization", "Bearer " + identity.token(settings.audience().get()));
      }
      return answer(exchange.send(request, Buffer.buffer(), MAX_BODY_BYTES, settings.timeout()));
    } catch (IdentityException e) {
      return new Answer.NoReply(Answer.Trouble.IDENTITY, String.valueOf(e.getMessage()));
    } catch (UnansweredException e) {
      return new Answer.NoReply(trouble(e.where()), String.valueOf(e.getMessage()));
    }
  }

  private RequestOptions request(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("a path begins with a slash and has neither blanks nor a fragment");
    }
    URI base = settings.base();
    boolean tls = "https".equals(base.getScheme());
    String prefix = Optional.ofNullable(base.getRawPath()).orElse("").replaceFirst("/+$", "");
    var request = new RequestOptions().setMethod(HttpMethod.GET).setSsl(tls).setHost(base.getHost())
        .setPort(base.getPort() >= 0 ? base.getPort() : tls ? 443 : 80).setURI(prefix + path)
        .putHeader("User-Agent", "relay-probe").putHeader("Accept", "*/*").putHeader("Cache-Control", "no-cache");
    settings.headers().forEach((name, value) -> request.putHeader(name, value.reveal()));
    connectTo.ifPresent(request::setServer); // Host and SNI stay those of the address above
    return request;
  }

  private static Answer answer(Reply reply) {
    return new Answer.Reply(reply.status(), reply.headers(), new String(reply.body(), StandardCharsets.UTF_8));
  }

  private static Answer.Trouble trouble(UnansweredException.Where where) {
    return switch (where) {
      case DNS -> Answer.Trouble.DNS;
      case CONNECT -> Answer.Trouble.CONNECT;
      case TLS -> Answer.Trouble.TLS;
      case TIMEOUT -> Answer.Trouble.TIMEOUT;
      case BROKEN -> Answer.Trouble.BROKEN;
    };
  }

  private static SocketAddress address(String hostPort) {
    Matcher m = HOST_PORT.matcher(hostPort);
    if (!m.matches() || Integer.parseInt(m.group("port")) < 1 || Integer.parseInt(m.group("port")) > 65_535) {
      throw new IllegalArgumentException("connectTo is not host:port: " + hostPort);
    }
    return SocketAddress.inetSocketAddress(Integer.parseInt(m.group("port")),
        m.group("host").replaceAll("[\\[\\]]", ""));
  }

  private static void requireSendable(String name, Secret value) {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException("not a header name: " + name);
    }
    if (!value.reveal().matches("[\\t -~]*")) {
      throw new IllegalArgumentException(
          "the value of the header " + name + " has characters that a header cannot have");
    }
  }

  /** Without the headers. */
  @Override
  public String toString() {
    return "HttpProbe[" + settings.base() + "]";
  }
}
