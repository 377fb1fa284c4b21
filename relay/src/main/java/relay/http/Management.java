package relay.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.ReadyCheck.Readiness;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}. */
public final class Management {
  private static final Logger log = LoggerFactory.getLogger(Management.class);

  private final List<ReadyCheck> checks;
  private final PrometheusMeterRegistry metrics;
  private final Guard readers;

  /**
   * @param checks all must be ready for the relay to be
   * @param readers checked before metrics are served on an address that is shared with the receivers
   */
  public Management(List<ReadyCheck> checks, PrometheusMeterRegistry metrics, Guard readers) {
    this.checks = List.copyOf(checks);
    this.metrics = metrics;
    this.readers = readers;
  }

  PrometheusMeterRegistry meters() {
    return metrics;
  }

  /**
   * For an address of its own, whose callers may see everything.
   *
   * @param alive whether the main server's event loop takes its turns
   */
  Routes alone(BooleanSupplier draining, BooleanSupplier alive) {
    return router -> {
      addHealth(router, alive);
      get(router, "/readyz").handler(ctx -> {
        List<JsonObject> found = checks.stream().map(Management::look).toList();
        boolean ready = isReady(found) && !draining.getAsBoolean();
        answer(ctx, ready, new JsonObject().put("ready", ready).put("draining", draining.getAsBoolean())
            .put("checks", new JsonArray(found)));
      });
      get(router, "/metrics").handler(this::scrape);
    };
  }

  /** For the main address, which the internet may reach: only whether it is ready, and metrics for known readers. */
  Routes shared(BooleanSupplier draining) {
    return router -> {
      addHealth(router, () -> true); // by the loop itself, which answers
      get(router, "/readyz").handler(ctx -> {
        boolean ready = isReady(checks.stream().map(Management::look).toList()) && !draining.getAsBoolean();
        answer(ctx, ready, new JsonObject().put("ready", ready));
      });
      get(router, "/metrics").handler(ctx -> {
        readers.check(ctx);
        scrape(ctx);
      });
    };
  }

  /** Liveness only: ignores the journal and Azure on purpose, so that their outages do not restart the process. */
  private static void addHealth(Router router, BooleanSupplier alive) {
    get(router, "/healthz").handler(ctx -> {
      boolean well = alive.getAsBoolean();
      answer(ctx, well, new JsonObject().put("alive", well));
    });
  }

  private static Route get(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private static JsonObject look(ReadyCheck check) {
    Readiness found;
    try {
      found = check.look().get();
    } catch (RuntimeException e) {
      log.error("the readiness check {} failed", check.name(), e);
      found = Readiness.notYet("the check failed, see the log");
    }
    var json = new JsonObject().put("name", check.name()).put("ready", found.ready());
    return found.detail().isEmpty() ? json : json.put("detail", found.detail());
  }

  private static boolean isReady(List<JsonObject> found) {
    return found.stream().allMatch(check -> check.getBoolean("ready"));
  }

  private static void answer(RoutingContext ctx, boolean well, JsonObject body) {
    var _ = ctx.response().setStatusCode(well ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
  }

  /** Off the event loop: gauges may look at something slow, and there are many of them. */
  private void scrape(RoutingContext ctx) {
    var _ = ctx.vertx().executeBlocking(() -> metrics.scrape(), false)
        .onSuccess(text -> ctx.response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8").end(text))
        .onFailure(ctx::fail);
  }
}
