package relay.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.ServerSettings.Address;
import relay.http.wire.Limits;
import relay.http.wire.Wire;
import relay.time.OncePerMinute;

/** One server on an event loop of its own, so that one that is stuck takes no other with it. */
final class Listener extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private final String setting;
  private final Address address;
  private final Router router;
  private final Limits limits;
  private final ProblemWriter writer;
  private final Pulse pulse;
  private final OncePerMinute full = new OncePerMinute(InstantSource.system());
  private final AtomicInteger connections = new AtomicInteger();
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
        .connectionHandler(this::connected);
    server = Optional.of(made);
    return made.listen(address.port(), address.host())
        .recover(fault -> Future.failedFuture(new ListenException(setting, address, fault)));
  }

  private void connected(HttpConnection connection) {
    if (connections.incrementAndGet() > limits.connections()) {
      writer.count(new Problem.Busy(limits.idle()));
      if (full.isDue()) {
        LOG.warn("{}: {} connections are open, which is all that are taken", setting, limits.connections());
      }
      connections.decrementAndGet();
      var _ = connection.close();
    } else {
      Wire.guard(connection, limits, ProblemWriter::framing, connections::decrementAndGet);
    }
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
