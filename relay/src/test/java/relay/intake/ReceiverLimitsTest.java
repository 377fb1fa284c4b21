package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.http.Calls;
import relay.http.HttpServers;
import relay.http.Management;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.http.rate.ClientRateLimits;
import relay.http.rate.Network;
import relay.http.rate.RateSettings;
import relay.intake.acr.AcrReceiver;
import relay.intake.sender.SenderCheck;
import relay.intake.sender.SenderRules;
import relay.secret.Secret;

class ReceiverLimitsTest {
  private static final String SECRET = "hook-s3cret-2026";
  private static final String[] KNOWN = {"Authorization", "Bearer " + SECRET};
  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** A receiver whose clock for clients stands still. */
  private Calls receiver(RateSettings rates) throws Exception {
    var services = new ReceiverServices(new MemoryInbox(), (_, _) -> {}, _ -> "", new ReceiverMetrics(meters),
        new ClientRateLimits(rates, () -> 0), rates.perReceiver(), Clock.systemUTC());
    var receiver = new AcrReceiver(List.of(new ReceiverSettings(new SourceRegistry("main", "shop.azurecr.io"),
        SenderRules.anyOf(List.of(new SenderCheck.Bearer(new Secret(SECRET)))))), services);
    var address = new Address("127.0.0.1", 0);
    return new Calls(HttpServers.listen(vertx, new ServerSettings(address, Optional.of(address)), List.of(receiver),
        new Management(List.of(), meters, _ -> {})).await(10, TimeUnit.SECONDS).mainPort());
  }

  private double counted(String registry) {
    var counter = meters.find("relay.deliveries").tags("registry", registry, "outcome", "too-many").counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void a_client_that_guesses_is_limited_before_its_guess_is_checked() throws Exception {
    Calls calls = receiver(new RateSettings(2, 50, List.of()));
    for (int i = 0; i < 4; i++) {
      assertThat(calls.post("/hooks/acr/main", "{}", "Authorization", "Bearer guess" + i).statusCode()).isEqualTo(401);
    }
    var answer = calls.post("/hooks/acr/main", "{}", KNOWN);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(calls.post("/hooks/acr/any", "{}").statusCode()).isEqualTo(429);
    assertThat(counted("main")).isEqualTo(1);
    assertThat(counted("unknown")).isEqualTo(1);
  }

  @Test
  void behind_a_trusted_proxy_each_client_counts_for_itself() throws Exception {
    Calls calls = receiver(new RateSettings(1, 50, List.of(Network.parse("127.0.0.0/8").orElseThrow())));
    for (int i = 0; i < 10; i++) {
      String client = "203.0.113." + i + ":4711";
      assertThat(calls.post("/hooks/acr/main", "{\"action\":\"ping\"}", "Authorization", "Bearer " + SECRET,
          "X-Forwarded-For", "198.51.100.1, " + client).statusCode()).isEqualTo(200);
    }
    for (int i = 0; i < 2; i++) {
      calls.post("/hooks/acr/main", "{}", "X-Forwarded-For", "203.0.113.99");
    }
    assertThat(calls.post("/hooks/acr/main", "{}", "X-Forwarded-For", "203.0.113.99").statusCode()).isEqualTo(429);
  }

  @Test
  void without_a_trusted_proxy_the_header_changes_nothing() throws Exception {
    Calls calls = receiver(new RateSettings(1, 50, List.of()));
    int[] answers = new int[3];
    for (int i = 0; i < 3; i++) {
      answers[i] = calls.post("/hooks/acr/main", "{}", "X-Forwarded-For", "203.0.113." + i).statusCode();
    }
    assertThat(answers).containsExactly(401, 401, 429);
  }

  @Test
  void verified_senders_share_the_rate_of_their_receiver_and_unverified_ones_use_none_of_it() throws Exception {
    Calls calls = receiver(new RateSettings(100_000, 50, List.of()));
    for (int i = 0; i < 300; i++) {
      calls.post("/hooks/acr/main", "{}");
    }
    int taken = 0;
    int answer;
    while ((answer = calls.post("/hooks/acr/main", "{\"action\":\"ping\"}", KNOWN).statusCode()) == 200
        && taken < 2000) {
      taken++;
    }
    assertThat(answer).isEqualTo(429);
    assertThat(taken).isGreaterThanOrEqualTo(100);
  }
}
