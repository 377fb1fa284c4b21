package relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.api.ApiParts;
import relay.intake.MemoryInbox;
import relay.intake.TestReceiverServices;
import relay.intake.acr.AcrReceiver;
import relay.intake.distribution.DistributionReceiver;
import relay.intake.eventgrid.EventGridReceiver;
import relay.intake.eventgrid.GridEvent;

class ApiDocTest {
  private static final Pattern ENDPOINT = Pattern.compile("^\\| `([A-Z]+ /\\S*)` \\|", Pattern.MULTILINE);

  @Test
  void api_md_lists_every_endpoint_and_no_other() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var services = TestReceiverServices.of(new MemoryInbox(), (_, _) -> {}, new SimpleMeterRegistry(),
          Clock.systemUTC());
      var management = new Management(List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), _ -> {});
      var router = HttpServers.router(vertx, List.of(new AcrReceiver(List.of(), services),
          new EventGridReceiver(List.of(), (_, _, _) -> new GridEvent.Chart(), services),
          new DistributionReceiver(List.of(), services), ApiParts.all(vertx),
          management.alone(() -> false, () -> true)),
          () -> false, new ProblemWriter(new HttpMetrics(new SimpleMeterRegistry())),
          BodyBudget.ofHeap());

      assertThat(documented()).isEqualTo(router.getRoutes().stream().flatMap(ApiDocTest::endpoints)
          .collect(Collectors.toCollection(TreeSet::new)));
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static Set<String> documented() throws Exception {
    return ENDPOINT.matcher(Files.readString(Path.of("docs/api.md"))).results().map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Routes without a method are guards; HEAD goes without saying beside GET. */
  private static Stream<String> endpoints(Route route) {
    return route.methods() == null || route.getPath() == null
        ? Stream.of()
        : route.methods().stream().filter(method -> !method.equals(HttpMethod.HEAD))
            .map(method -> method + " " + route.getPath().replaceAll(":(\\w+)", "{$1}"));
  }
}
