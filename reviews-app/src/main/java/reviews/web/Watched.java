package reviews.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reviews.telemetry.Answered;
import reviews.telemetry.Telemetry;

/** Tells each answered request to whoever counts them. Nothing that a visitor makes up becomes a name in it. */
final class Watched implements Handler<RoutingContext> {
  private static final String ROUTE = "route";
  private static final String OTHER = "other";
  private static final Set<HttpMethod> USUAL = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

  private final List<Telemetry> telemetry;
  private final Clock clock;

  Watched(List<Telemetry> telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** Remembers by which pattern a request was found: a failed one has left its route when it ends. */
  static Handler<RoutingContext> as(String pattern) {
    return ctx -> {
      ctx.put(ROUTE, pattern);
      ctx.next();
    };
  }

  @Override
  public void handle(RoutingContext ctx) {
    Instant start = clock.instant();
    long ticks = System.nanoTime();
    ctx.addEndHandler(_ -> {
      HttpMethod method = ctx.request().method();
      var answered = new Answered(USUAL.contains(method) ? method.name() : OTHER,
          ctx.get(ROUTE, OTHER), ctx.response().getStatusCode(), start,
          Duration.ofNanos(System.nanoTime() - ticks), Optional.ofNullable(ctx.request().getHeader("traceparent")));
      telemetry.forEach(each -> each.answered(answered));
    });
    ctx.next();
  }
}
