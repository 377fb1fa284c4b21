package relay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a problem of whatever failed in a router. A fault of the relay is logged here, once, and its cause goes nowhere
 * else; a fault of the client is logged at debug.
 */
final class ProblemHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private final Router router;
  private final ProblemWriter writer;

  /** For the failures of this router, which knows the methods that a path has. */
  ProblemHandler(Router router, ProblemWriter writer) {
    this.router = router;
    this.writer = writer;
  }

  @Override
  public void handle(RoutingContext ctx) {
    writer.write(ctx.request(), problemOf(ctx));
  }

  private Problem problemOf(RoutingContext ctx) {
    return switch (ctx.failure()) {
      case null -> ofStatus(ctx, ctx.statusCode());
      case ProblemException refusal -> refusal.problem();
      case HttpException http -> ofStatus(ctx, http.getStatusCode());
      case DecodeException _ -> new Problem.Malformed("not-json", "the body is not JSON");
      case HttpClosedException _ -> incomplete();
      case StreamResetException _ -> incomplete();
      case Throwable fault when isClientFault(ctx.statusCode()) -> {
        LOG.debug("{} {} was refused", ctx.request().method(), ctx.request().path(), fault);
        yield ofStatus(ctx, ctx.statusCode());
      }
      case Throwable fault -> internal(ctx, fault);
    };
  }

  /** The client has left, so this answers no one. */
  private static Problem incomplete() {
    return new Problem.Malformed("incomplete", "the connection ended before the request did");
  }

  private static boolean isClientFault(int status) {
    return status >= 400 && status < 500;
  }

  /** What the router itself found: it knows only numbers. */
  private Problem ofStatus(RoutingContext ctx, int status) {
    return switch (status) {
      case 404 -> new Problem.NotFound("no such path");
      case 405 -> new Problem.NotAllowed(methodsOf(ctx.normalizedPath()));
      case 413 -> new Problem.TooLarge(RequestBody.SMALL_BYTES);
      case 415 -> new Problem.UnsupportedType("application/json");
      default -> isClientFault(status) ? new Problem.Malformed("the request is not valid") : internal(ctx, null);
    };
  }

  /** The router does not say where it has an error handler. */
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
    LOG.error("{} {} failed", ctx.request().method(), ctx.request().path(), fault);
    return new Problem.Internal();
  }
}
