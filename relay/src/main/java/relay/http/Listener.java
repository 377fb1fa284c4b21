package relay.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import relay.http.ServerSettings.Address;

/** One server on an event loop of its own, so that one that is stuck takes no other with it. */
final class Listener extends VerticleBase {
  private final String setting;
  private final Address address;
  private final Router router;
  private final Limits limits;
  private final ProblemWriter writer;
  private final Pulse pulse;
  private volatile Optional<HttpServer> server = Optional.empty();

  /** {@code setting} is the section of the configuration that names {@code address}. */
  Listener(String setting, Address address, Router router, Limits limits, ProblemWriter writer) {
    this.setting = setting;
    this.address = address;
    this.router = router;
    this.limits = limits;
    this.writer = writer;
    this.pulse = new Pulse(limits.stuck(), System::nanoTime);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(pulse.every().toMillis(), _ -> pulse.beat());
    var check = new RequestCheck(router, writer);
    HttpServer made = vertx.createHttpServer(limits.options()).requestHandler(check)
        .invalidRequestHandler(check::undecodable)
        .connectionHandler(connection -> Wire.guard(connection, limits.linger()));
    server = Optional.of(made);
    return made.listen(address.port(), address.host())
        .recover(fault -> Future.failedFuture(new ListenException(setting, address, fault)));
  }

  int port() {
    return server.orElseThrow().actualPort();
  }

  /** Whether its event loop takes its turns. */
  boolean isAlive() {
    return pulse.isAlive();
  }

  /** Waits at most {@code deadline} for running requests, and closes. Safe to repeat. */
  Future<Void> shutdown(Duration deadline) {
    return server.orElseThrow().shutdown(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .eventually(() -> vertx.undeploy(deploymentID()).otherwiseEmpty());
  }
}
