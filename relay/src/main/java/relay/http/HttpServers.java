package relay.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import relay.http.wire.Limits;

/** The listening servers: the main one, and one for management where the settings give it an address. */
public final class HttpServers {
  private final List<Listener> listeners;
  private final AtomicBoolean draining;

  private HttpServers(List<Listener> listeners, AtomicBoolean draining) {
    this.listeners = List.copyOf(listeners);
    this.draining = draining;
  }

  /** Fails when an address cannot be listened on; then none stays open. */
  public static Future<HttpServers> listen(Vertx vertx, ServerSettings settings, List<Routes> features,
      Management management) {
    return listen(vertx, settings, features, management, Limits.DEFAULT);
  }

  /** The same with other limits than the default ones. */
  public static Future<HttpServers> listen(Vertx vertx, ServerSettings settings, List<Routes> features,
      Management management, Limits limits) {
    var draining = new AtomicBoolean();
    var writer = new ProblemWriter(new HttpMetrics(management.meters()));
    var bodies = BodyBudget.ofHeap();
    var main = new ArrayList<>(features);
    if (settings.management().isEmpty()) {
      main.add(management.shared(draining::get));
    }
    var first = new Listener("server", settings.main(), router(vertx, main, draining::get, writer, bodies),
        limits,
        writer);
    List<Listener> listeners = new ArrayList<>(List.of(first));
    settings.management().ifPresent(address -> listeners.add(new Listener("management", address,
        router(vertx, List.of(management.alone(draining::get, first::isAlive)), draining::get, writer,
            bodies),
        limits, writer)));
    return deploy(vertx, listeners, 0).map(_ -> new HttpServers(listeners, draining));
  }

  /** One after the other. */
  private static Future<Void> deploy(Vertx vertx, List<Listener> listeners, int next) {
    return next == listeners.size()
        ? Future.succeededFuture()
        : vertx.deployVerticle(listeners.get(next))
            .compose(id -> deploy(vertx, listeners, next + 1)
                .recover(fault -> vertx.undeploy(id).transform(_ -> Future.failedFuture(fault))));
  }

  static Router router(Vertx vertx, List<Routes> features, BooleanSupplier draining,
      ProblemWriter writer, BodyBudget bodies) {
    Router router = Router.router(vertx);
    var problems = new ProblemHandler(router, writer);
    router.route().handler(new RequestFilter(draining, bodies)).failureHandler(problems);
    List.of(400, 404, 405, 406, 413, 415, 500).forEach(status -> router.errorHandler(status, problems));
    features.forEach(feature -> feature.addTo(router));
    return router;
  }

  public int mainPort() {
    return listeners.getFirst().port();
  }

  /** The main port where management has no address of its own. */
  public int managementPort() {
    return listeners.getLast().port();
  }

  /** From now on receivers and API answer 503 with Retry-After; running requests go on. Safe to repeat. */
  public void drain() {
    draining.set(true);
  }

  /** Drains, waits at most {@code deadline} for running requests, and closes. Safe to repeat. */
  public Future<Void> stop(Duration deadline) {
    drain();
    return Future.join(listeners.stream().map(listener -> listener.shutdown(deadline)).toList()).mapEmpty();
  }
}
