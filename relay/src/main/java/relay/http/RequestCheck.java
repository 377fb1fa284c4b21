package relay.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.wire.Wire;

/** Refuses what is no well-formed request before the router sees it. That is the client's fault: no error is logged. */
final class RequestCheck implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestCheck.class);

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)");

  private final Handler<HttpServerRequest> router;
  private final ProblemWriter writer;
  /** Connections that are closing: what else stands on them may be the body of the refused request. */
  private final Set<HttpConnection> closing = ConcurrentHashMap.newKeySet();

  RequestCheck(Handler<HttpServerRequest> router, ProblemWriter writer) {
    this.router = router;
    this.writer = writer;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Optional<Problem> fault = fault(request);
    if (fault.isEmpty() && !closing.contains(request.connection())) {
      router.handle(request);
    } else {
      fault.ifPresent(problem -> refuse(request, problem));
    }
  }

  /** For a request that could not be decoded: its line or its headers are too long, or no HTTP. */
  void undecodable(HttpServerRequest request) {
    refuse(request, switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ -> new Problem.TargetTooLong();
      case TooLongHttpHeaderException _ -> new Problem.HeadersTooLarge();
      case Wire.UnsupportedVersionException _ ->
        new Problem.Malformed("http-version", "the HTTP version is not supported: use HTTP/1.1");
      case null, default -> unsupportedCoding(request)
          .orElse(new Problem.Malformed("invalid-request", "the request is not valid HTTP"));
    });
  }

  private void refuse(HttpServerRequest request, Problem problem) {
    HttpConnection connection = request.connection();
    if (closing.add(connection)) {
      connection.closeHandler(_ -> closing.remove(connection));
      LOG.debug("refused a request: {}", problem);
      writer.writeLast(request, problem);
    }
  }

  private static Optional<Problem> fault(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    boolean optional = request.version() == HttpVersion.HTTP_1_0 && hosts.isEmpty();
    if (hosts.size() > 1 || (request.authority() == null && !optional)) {
      return malformed("invalid-host", "the Host header is missing, invalid or repeated");
    }
    if (isOfAnotherHost(request)) {
      return malformed("invalid-host", "the request's target names another host than its Host header");
    }
    if (request.headers().contains("")) {
      return malformed("invalid-request", "a header has no name");
    }
    return unsupportedCoding(request);
  }

  /** A target in absolute form says its host twice; the server would have to go by the target (RFC 9112 section 3.2.2). */
  private static boolean isOfAnotherHost(HttpServerRequest request) {
    Matcher absolute = ABSOLUTE.matcher(request.uri());
    return absolute.lookingAt() && !absolute.group(1).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
  }

  /** Netty refuses some of these by itself, as no valid HTTP. */
  private static Optional<Problem> unsupportedCoding(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !(codings.size() == 1 && "chunked".equalsIgnoreCase(codings.getFirst().trim()))) {
      return malformed("transfer-encoding", "the only supported Transfer-Encoding is chunked");
    }
    return Optional.empty();
  }

  private static Optional<Problem> malformed(String code, String detail) {
    return Optional.of(new Problem.Malformed(code, detail));
  }
}
