package relay.intake.acr;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import relay.http.Calls;
import relay.http.HttpServers;
import relay.http.Management;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.intake.Delivery;
import relay.intake.MemoryInbox;
import relay.intake.ReceiverSettings;
import relay.intake.SourceRegistry;
import relay.intake.TestReceiverServices;
import relay.intake.sender.SenderCheck;
import relay.intake.sender.SenderRules;
import relay.secret.Secret;

/** The receiver of one registry on a real server, with everything that it records. */
final class ServedAcrReceiver implements AutoCloseable {
  static final String PATH = "/hooks/acr/main";
  static final String SECRET = "hook-s3cret-2026";
  static final String[] KNOWN = {"Authorization", "Bearer " + SECRET};
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final MemoryInbox inbox = new MemoryInbox();
  /** What the listener was notified of. */
  final Map<Long, Delivery> notified = new ConcurrentSkipListMap<>();
  final Calls calls;

  ServedAcrReceiver() throws Exception {
    var settings = new ReceiverSettings(new SourceRegistry("main", "crreviewsprod.azurecr.io"),
        SenderRules.anyOf(List.of(
            new SenderCheck.Bearer(new Secret("the-one-before")), new SenderCheck.Bearer(new Secret(SECRET)),
            new SenderCheck.Basic("relay", new Secret(SECRET)), new SenderCheck.Header("X-Hook", new Secret(SECRET)))));
    var receiver = new AcrReceiver(List.of(settings),
        TestReceiverServices.of(inbox, notified::put, meters, Clock.fixed(NOW, ZoneOffset.UTC)));
    var address = new Address("127.0.0.1", 0);
    var servers = HttpServers.listen(vertx, new ServerSettings(address, Optional.of(address)), List.of(receiver),
        new Management(List.of(), meters, _ -> {})).await(10, TimeUnit.SECONDS);
    calls = new Calls(servers.mainPort());
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  double counted(String registry, String outcome) {
    var counter = meters.find("relay.deliveries").tags("receiver", "acr", "registry", registry, "outcome", outcome)
        .counter();
    return counter == null ? 0 : counter.count();
  }

  static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("/problems/" + type);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }
}
