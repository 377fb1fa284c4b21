package relay.assembly;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.HttpServers;
import relay.http.Management;
import relay.http.Routes;
import relay.http.ServerSettings;

/** The HTTP servers. */
final class Front implements Service, RelayAssembly.Ports {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private final ServerSettings settings;
  private final Vertx vertx;
  private final List<Routes> features;
  private final Management management;
  private volatile Optional<HttpServers> servers = Optional.empty();

  Front(ServerSettings settings, Vertx vertx, List<Routes> features, Management management) {
    this.settings = settings;
    this.vertx = vertx;
    this.features = List.copyOf(features);
    this.management = management;
  }

  @Override
  public void start() throws IOException {
    HttpServers listening = HttpServers.listen(vertx, settings, features, management).await();
    servers = Optional.of(listening);
    LOG.info("listens on port {}, management on {}", listening.mainPort(), listening.managementPort());
  }

  @Override
  public void stop() {
    servers.ifPresent(listening -> listening.stop(STOP_WITHIN).await());
  }

  /** Refuses new work from the moment it is stopped; to be stopped first. */
  Service drain() {
    return new Service() {
      @Override
      public void stop() {
        LOG.info("stops: receivers refuse, rollouts stay as saved");
        servers.ifPresent(HttpServers::drain);
      }
    };
  }

  @Override
  public int main() {
    return servers.orElseThrow().mainPort();
  }

  @Override
  public int management() {
    return servers.orElseThrow().managementPort();
  }
}
