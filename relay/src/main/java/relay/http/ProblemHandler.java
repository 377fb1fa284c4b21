package relay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a refusal or a fault becomes an answer. A fault is logged here, once, and told to nobody else. */
final class ProblemHandler implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private final Router router;

  /** For the failures of this router, which is asked which methods a path has. */
  ProblemHandler(Router router) {
    this.router = router;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Problem problem = problemOf(ctx);
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) { // half an answer is out: only a broken connection says that it is not whole
      var _ = ctx.request().connection().close();
      return;
    }
    var body = problem.toJson();
    response.setStatusCode(body.getInteger("status")).putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
    switch (problem) {
      case Problem.UnknownSender() -> response.putHeader("WWW-Authenticate", "Bearer realm=\"relay\"");
      case Problem.Busy(var wait) -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds(wait));
      case Problem.TooMany(var wait) -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds(wait));
      case Problem.NotAllowed(var allowed) -> response.putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
      default -> { // the rest say it all in the body
      }
    }
    var _ = response.end(body.toBuffer());
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  private Problem problemOf(RoutingContext ctx) {
    return switch (ctx.failure()) {
      case null -> ofStatus(ctx, ctx.statusCode());
      case ProblemException refusal -> refusal.problem();
      case HttpException http -> ofStatus(ctx, http.getStatusCode());
      case DecodeException _ -> new Problem.Malformed("the body is not JSON");
      case HttpClosedException _ -> new Problem.Internal(); // the client has gone: nobody to tell, nothing to mend
      case StreamResetException _ -> new Problem.Internal();
      case Throwable fault -> internal(ctx, fault);
    };
  }

  /** What the router itself found: it knows only numbers. */
  private Problem ofStatus(RoutingContext ctx, int status) {
    return switch (status) {
      case 404 -> new Problem.NotFound("no such path");
      case 405 -> new Problem.NotAllowed(methodsOf(ctx.normalizedPath()));
      case 413 -> new Problem.TooLarge(RequestBody.SMALL);
      case 415 -> new Problem.UnsupportedType("application/json");
      default -> status >= 400 && status < 500
          ? new Problem.Malformed("the request is not understood")
          : internal(ctx, null);
    };
  }

  /** The router keeps them to itself where it has an error handler. */
  private List<String> methodsOf(String path) {
    return router.getRoutes().stream()
        .filter(route -> route.methods() != null && route.getPath() != null && covers(route.getPath(), path))
        .flatMap(route -> route.methods().stream()).map(HttpMethod::name).distinct().sorted().toList();
  }

  private static boolean covers(String template, String path) {
    return path.matches("\\Q" + template.replaceAll(":\\w+", "\\\\E[^/]+\\\\Q") + "\\E/?");
  }

  /** The path is logged without its query, which may hold a credential. */
  private static Problem internal(RoutingContext ctx, @Nullable Throwable fault) {
    log.error("{} {} failed", ctx.request().method(), ctx.request().path(), fault);
    return new Problem.Internal();
  }
}
