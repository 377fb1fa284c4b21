package sandbox.wire;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Writes what a Vert.x server was asked into a {@link RequestLog} once the answer is sent or withheld. */
public final class RequestRecorder {
  private RequestRecorder() {}

  /**
   * Call it first thing in a request handler. Credentials in headers are masked, so that a log printed by a failing test
   * gives none away; the scheme stays readable.
   *
   * @param body asked when the answer is about to go out; empty text where the body is not worth keeping
   */
  public static void record(HttpServerRequest request, RequestLog log, Supplier<String> body) {
    Instant at = Instant.now();
    var once = new AtomicBoolean();
    HttpServerResponse response = request.response();
    // Before the headers go out, so that whoever has the answer finds the entry; a withheld answer has no headers.
    response.headersEndHandler(_ -> add(request, log, at, body, response.getStatusCode(), once));
    response.closeHandler(_ -> add(request, log, at, body, 0, once));
  }

  /** The path as it came over the wire; empty when there is none. */
  public static String path(HttpServerRequest request) {
    return Optional.ofNullable(request.path()).orElse("");
  }

  /** The scheme of a credential without the credential: {@code Bearer ***}. */
  private static String masked(String credential) {
    int space = credential.indexOf(' ');
    return space < 0 ? "***" : credential.substring(0, space) + " ***";
  }

  private static void add(HttpServerRequest request, RequestLog log, Instant at, Supplier<String> body, int status,
      AtomicBoolean once) {
    if (once.compareAndSet(false, true)) {
      log.add(new RequestLog.Entry(at, request.method().name(), path(request),
          Optional.ofNullable(request.query()).orElse(""), headers(request), body.get(), status));
    }
  }

  private static Map<String, String> headers(HttpServerRequest request) {
    var headers = new LinkedHashMap<String, String>();
    request.headers().forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean secret = lower.equals("authorization") || lower.equals("x-identity-header");
      headers.put(lower, secret ? masked(value) : value);
    });
    return headers;
  }
}
