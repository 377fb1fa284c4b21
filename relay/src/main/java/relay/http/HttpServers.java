package relay.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import relay.http.ServerSettings.Address;

/** The listening servers: the main one, and one for management where the settings give it an address. */
public final class HttpServers {
  private final List<HttpServer> servers;
  private final AtomicBoolean draining;

  private HttpServers(List<HttpServer> servers, AtomicBoolean draining) {
    this.servers = List.copyOf(servers);
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
    var main = new ArrayList<>(features);
    if (settings.management().isEmpty()) {
      main.add(management.shared(draining::get));
    }
    return open(vertx, "server", settings.main(), router(vertx, main, draining::get, limits, writer), limits, writer)
        .compose(first -> settings.management()
            .map(address -> open(vertx, "management", address,
                router(vertx, List.of(management.alone(draining::get)), draining::get, limits, writer), limits, writer)
                .map(second -> List.of(first, second))
                .recover(fault -> first.close().transform(_ -> Future.failedFuture(fault))))
            .orElseGet(() -> Future.succeededFuture(List.of(first))))
        .map(servers -> new HttpServers(servers, draining));
  }

  static Router router(Vertx vertx, List<Routes> features, BooleanSupplier draining, Limits limits,
      ProblemWriter writer) {
    Router router = Router.router(vertx);
    var problems = new ProblemHandler(router, writer);
    router.route().handler(new RequestFilter(draining, limits.linger())).failureHandler(problems);
    List.of(400, 404, 405, 406, 413, 415, 500).forEach(status -> router.errorHandler(status, problems));
    features.forEach(feature -> feature.addTo(router));
    return router;
  }

  private static Future<HttpServer> open(Vertx vertx, String setting, Address address, Router router, Limits limits,
      ProblemWriter writer) {
    var check = new RequestCheck(router, writer);
    return vertx.createHttpServer(limits.options()).requestHandler(check).invalidRequestHandler(check::undecodable)
        // No WebSocket is served. With this handler Vert.x leaves an unknown HTTP version to the check; it answers 501 else.
        .webSocketHandshakeHandler(handshake -> handshake.reject(400))
        .listen(address.port(), address.host())
        .recover(fault -> Future.failedFuture(new ListenException(setting, address, fault)));
  }

  public int mainPort() {
    return servers.getFirst().actualPort();
  }

  /** The main port where management has no address of its own. */
  public int managementPort() {
    return servers.getLast().actualPort();
  }

  /** From now on receivers and API answer 503 with Retry-After; running requests go on. Safe to repeat. */
  public void drain() {
    draining.set(true);
  }

  /** Drains, waits at most {@code deadline} for running requests, and closes. Safe to repeat. */
  public Future<Void> stop(Duration deadline) {
    drain();
    return Future.join(servers.stream()
        .map(server -> server.shutdown(deadline.toMillis(), TimeUnit.MILLISECONDS)).toList()).mapEmpty();
  }
}
