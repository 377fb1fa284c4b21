package relay.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a body that may be too large, too slow or of another type; what is over the limit is never kept. */
public final class RequestBody {
  /** What every body of the API and of ACR's receiver must fit into. */
  public static final int SMALL_BYTES = 64 * 1024;
  /** Digits that surely fit into a long. */
  private static final int LONGEST_NUMBER = 18;
  /** Under which name a request knows the budget of all of them. */
  static final String BUDGET = BodyBudget.class.getName();
  private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

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
   * The whole body. Must be called while the request's first handler runs, before any of it arrived, or while the request
   * is paused. A client that waits for {@code 100 Continue} gets it only now.
   * Fails with {@link Problem.TooLarge} as soon as that is known, with {@link Problem.Busy} when all bodies of this process
   * together are too many, with {@link Problem.TooSlow} after {@code deadline}, with
   * {@link Problem.UnsupportedEncoding} when it is encoded, and with {@link Problem.Malformed} when its framing is broken.
   */
  public static Future<Buffer> read(RoutingContext ctx, int limitBytes, Duration deadline) {
    HttpServerRequest request = ctx.request();
    if (isEncoded(request)) {
      return Future.failedFuture(new ProblemException(new Problem.UnsupportedEncoding()));
    }
    if (declaredLength(request) > limitBytes) {
      return Future.failedFuture(new ProblemException(new Problem.TooLarge(limitBytes)));
    }
    BodyBudget.Holding holding = Objects.requireNonNull(ctx.<BodyBudget>get(BUDGET)).hold(ctx);
    Promise<Buffer> whole = Promise.promise();
    long timer = ctx.vertx().setTimer(deadline.toMillis(),
        _ -> whole.tryFail(new ProblemException(new Problem.TooSlow())));
    request.handler(part -> {
      if (whole.future().isComplete()) {
        return; // refused or too late: nothing of it is kept
      }
      if (holding.length() + part.length() > limitBytes) {
        whole.tryFail(new ProblemException(new Problem.TooLarge(limitBytes)));
      } else {
        keep(part, holding, whole);
      }
    });
    request.exceptionHandler(fault -> whole.tryFail(clientFault(fault)));
    request.endHandler(_ -> whole.tryComplete(holding.whole()));
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      var _ = request.response().writeContinue();
    }
    request.resume();
    return whole.future().onFailure(_ -> holding.release()).onComplete(_ -> ctx.vertx().cancelTimer(timer));
  }

  private static void keep(Buffer part, BodyBudget.Holding holding, Promise<Buffer> whole) {
    try {
      holding.append(part);
    } catch (ProblemException full) {
      whole.tryFail(full);
    }
  }

  private static boolean isEncoded(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.CONTENT_ENCODING).stream().map(String::trim)
        .anyMatch(coding -> !coding.isEmpty() && !"identity".equalsIgnoreCase(coding));
  }

  /** Whatever ends a body early is the client's doing: it left, or what it sent cannot be decoded. */
  private static Throwable clientFault(Throwable fault) {
    if (fault instanceof HttpClosedException || fault instanceof StreamResetException) {
      return fault;
    }
    LOG.debug("the framing of a body is broken", fault);
    return new ProblemException(new Problem.Malformed("invalid-framing", "the framing of the body is broken"));
  }

  /** -1 when the request does not say, or not as a number: then only the bytes themselves count. */
  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d+")) {
      return -1;
    }
    return length.length() > LONGEST_NUMBER ? Long.MAX_VALUE : Long.parseLong(length);
  }
}
