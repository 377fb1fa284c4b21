package relay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What every request meets first: headers that keep browsers careful, a readable target, and the door policy of a stop. */
final class Front implements Handler<RoutingContext> {
  /** Still answered while the relay drains: whoever waits for the end of it asks these. */
  private static final Set<String> ALWAYS = Set.of("/healthz", "/readyz", "/metrics");
  private static final Duration BACK_SOON = Duration.ofSeconds(10);

  private final BooleanSupplier draining;
  private final Duration linger;

  Front(BooleanSupplier draining, Duration linger) {
    this.draining = draining;
    this.linger = linger;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Referrer-Policy", "no-referrer");
    ctx.addEndHandler(_ -> stopListeningTo(ctx));
    if (!RequestTarget.isReadable(ctx.request().path()) || !hasReadableQuery(ctx.request())) {
      throw new ProblemException(new Problem.Malformed("the path or the query is not readable"));
    }
    if (draining.getAsBoolean() && !ALWAYS.contains(ctx.request().path())) {
      throw new ProblemException(new Problem.Busy(BACK_SOON));
    }
    ctx.next();
  }

  private static boolean hasReadableQuery(HttpServerRequest request) {
    String query = request.query();
    return query == null || RequestTarget.isReadable(query);
  }

  /** An answered client may finish its body, so that it reads the answer, but not go on for ever. */
  private void stopListeningTo(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (!request.isEnded()) {
      request.resume();
      ctx.vertx().setTimer(linger.toMillis(), _ -> {
        if (!request.isEnded()) {
          var _ = request.connection().close();
        }
      });
    }
  }
}
