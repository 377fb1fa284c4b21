package relay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import relay.http.wire.Wire;

/** The first route of every request: security headers for browsers, a readable target, and refusal while the relay drains. */
final class RequestFilter implements Handler<RoutingContext> {
  /** Still answered while the relay drains, for the platform that waits for its end. */
  private static final Set<String> ALWAYS = Set.of("/healthz", "/readyz", "/metrics");
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final BooleanSupplier draining;
  private final BodyBudget bodies;

  RequestFilter(BooleanSupplier draining, BodyBudget bodies) {
    this.draining = draining;
    this.bodies = bodies;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Referrer-Policy", "no-referrer");
    ctx.put(RequestBody.BUDGET, bodies);
    ctx.addEndHandler(_ -> readOn(ctx.request()));
    if (!RequestTarget.isReadable(ctx.request().path()) || !hasReadableQuery(ctx.request())) {
      throw new ProblemException(new Problem.Malformed("the path or query cannot be decoded"));
    }
    if (draining.getAsBoolean() && !ALWAYS.contains(ctx.request().path())) {
      throw new ProblemException(new Problem.Busy(RETRY_AFTER));
    }
    ctx.next();
  }

  private static boolean hasReadableQuery(HttpServerRequest request) {
    String query = request.query();
    return query == null || RequestTarget.isReadable(query);
  }

  /** An answered client may finish its body, so that it reads the answer; {@link Wire} sees to it that this ends. */
  private static void readOn(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.resume();
    }
  }
}
