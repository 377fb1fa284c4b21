package relay.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a body that may be too large, too slow or of another type; what is too much is never kept. */
public final class RequestBody {
  /** What every body of the API and of the ACR door must fit into, in bytes. */
  public static final int SMALL = 64 * 1024;

  private RequestBody() {}

  /** Throws {@link Problem.UnsupportedType} unless the header says that it is JSON; any charset will do. */
  public static void requireJson(HttpServerRequest request) {
    requireType(request, List.of("application/json"));
  }

  /** Throws {@link Problem.UnsupportedType} unless the header says that it is one of these; any charset will do. */
  public static void requireType(HttpServerRequest request, List<String> types) {
    if (!types.contains(withoutParameters(request.getHeader(HttpHeaders.CONTENT_TYPE)))) {
      throw new ProblemException(new Problem.UnsupportedType(String.join(" or ", types)));
    }
  }

  private static String withoutParameters(@Nullable String type) {
    if (type == null) {
      return "";
    }
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
  }

  /**
   * The whole body. Must be called while the request's first handler runs, before anything arrived of it, or while the
   * request is paused.
   * Fails with {@link Problem.TooLarge} as soon as that is known, and with {@link Problem.TooSlow} after
   * {@code deadline}.
   */
  public static Future<Buffer> read(RoutingContext ctx, int limit, Duration deadline) {
    HttpServerRequest request = ctx.request();
    if (declaredLength(request) > limit) {
      return Future.failedFuture(new ProblemException(new Problem.TooLarge(limit)));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    long timer = ctx.vertx().setTimer(deadline.toMillis(),
        _ -> whole.tryFail(new ProblemException(new Problem.TooSlow())));
    request.handler(part -> {
      if (read.length() + part.length() > limit) {
        whole.tryFail(new ProblemException(new Problem.TooLarge(limit)));
      } else if (!whole.future().isComplete()) {
        read.appendBuffer(part);
      }
    });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(_ -> whole.tryComplete(read));
    request.resume();
    return whole.future().onComplete(_ -> ctx.vertx().cancelTimer(timer));
  }

  /** -1 when the request does not say, or says something odd: then only the bytes themselves count. */
  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
  }
}
