package relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** The one place where a problem becomes an answer, and is counted. */
final class ProblemWriter {
  static final String MEDIA_TYPE = "application/problem+json";
  private final HttpMetrics metrics;

  ProblemWriter(HttpMetrics metrics) {
    this.metrics = metrics;
  }

  /** Counts a problem of a client that gets no answer. */
  void count(Problem problem) {
    metrics.count(problem);
  }

  /** Answers, unless an answer was written already or the client has left. */
  void write(HttpServerRequest request, Problem problem) {
    metrics.count(problem);
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) { // half an answer is out: only a broken connection shows that it is incomplete
      var _ = request.connection().close();
      return;
    }
    response.setStatusCode(problem.type().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
    switch (problem) {
      case Problem.UnknownSender() -> response.putHeader("WWW-Authenticate", "Bearer realm=\"relay\"");
      case Problem.Busy(var wait) -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds(wait));
      case Problem.TooMany(var wait) -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds(wait));
      case Problem.NotAllowed(var allowed) -> response.putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
      case Problem.UnsupportedEncoding() -> response.putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
      default -> { // the others need no header
      }
    }
    var _ = response.end(problem.toJson().toBuffer());
  }

  /** Answers and closes the connection: what follows on it could be anything. */
  void writeLast(HttpServerRequest request, Problem problem) {
    if (!request.response().headWritten()) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    write(request, problem);
    var _ = request.connection().close();
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  /** What is answered, below the request's own response, when the framing of its body is broken. */
  static FullHttpResponse framing(Throwable cause) {
    Problem problem = cause instanceof TooLongHttpHeaderException
        ? new Problem.HeadersTooLarge()
        : new Problem.Malformed("invalid-framing", "the framing of the body is broken");
    ByteBuf body = Unpooled.wrappedBuffer(problem.toJson().toBuffer().getBytes());
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(problem.type().status()), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, MEDIA_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }
}
