package relay.intake.eventgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.TrustOptions;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.azure.EventGridParser;
import relay.http.Calls;
import relay.http.HttpServers;
import relay.http.Logged;
import relay.http.Management;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.intake.Fixtures;
import relay.intake.MemoryInbox;
import relay.intake.SourceRegistry;
import relay.intake.TestReceiverServices;
import relay.intake.sender.EntraSettings;
import relay.intake.sender.HttpKeyDocuments;
import relay.intake.sender.SenderCheck;
import relay.intake.sender.SenderRules;
import relay.secret.Secret;
import relay.trust.Authorities;
import sandbox.entra.EntraAuthority;
import sandbox.entra.EntraToken;
import sandbox.tls.LocalCertificate;

/**
 * The receiver over HTTP: {@code both} requires a token and a secret, {@code secret} a secret, {@code lenient} no secret
 * for a validation.
 */
class EventGridReceiverTest {
  private static final String TENANT = "0a1b2c3d-aaaa-4bbb-8ccc-1234567890ab";
  private static final String APP = "0a1b2c3d-0000-4000-8000-000000000003";
  private static final String SECRET = "hook-s3cret-2026";
  private static final String TOPIC = "/subscriptions/0a1b2c3d-1111-4222-8333-444455556666/resourceGroups/rg-reviews-prod"
      + "/providers/Microsoft.ContainerRegistry/registries/crreviewsprod";
  private static final String PUSH = Fixtures.text("eventgrid-single");

  @TempDir
  static Path folder;
  private static Vertx vertx;
  private static EntraAuthority authority;
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MemoryInbox inbox = new MemoryInbox();
  private HttpServers servers;
  private Calls calls;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    authority = EntraAuthority.start(vertx, LocalCertificate.create(folder), TENANT);
  }

  @BeforeEach
  void open() throws Exception {
    authority.keyServerDown(false);
    List<SenderCheck> secrets = List.of(new SenderCheck.Header("X-Relay", new Secret(SECRET)),
        new SenderCheck.Query("code", new Secret(SECRET)));
    var entra = new EntraSettings(authority.authority(), TENANT, Set.of(APP), Set.of(EntraAuthority.EVENT_GRID),
        Optional.empty(), EntraSettings.issuersOf(authority.authority(), TENANT), Set.of(), EntraSettings.MAX_SKEW);
    var trust = TrustOptions.wrap(Authorities.ofTheJvmAnd(authority.caPem()).trust());
    var services = TestReceiverServices.of(inbox, (_, _) -> {}, new HttpKeyDocuments(vertx, Optional.of(trust)), meters,
        Clock.systemUTC());
    var receiver = new EventGridReceiver(List.of(endpoint("both", new SenderRules(secrets, Optional.of(entra)), true),
        endpoint("token", new SenderRules(List.of(), Optional.of(entra)), true),
        endpoint("secret", SenderRules.anyOf(secrets), true), endpoint("lenient", SenderRules.anyOf(secrets), false)),
        new EventGridParser(), services);
    var address = new Address("127.0.0.1", 0);
    servers = HttpServers.listen(vertx, new ServerSettings(address, Optional.of(address)), List.of(receiver),
        new Management(List.of(), meters, _ -> {})).await(10, TimeUnit.SECONDS);
    calls = new Calls(servers.mainPort());
  }

  private static EventGridSettings endpoint(String registry, SenderRules senders, boolean secretOnValidation) {
    return new EventGridSettings(new SourceRegistry(registry, "crreviewsprod.azurecr.io"), senders, Set.of(TOPIC),
        Set.of("evgs-relay"), EventGridSettings.ORIGINS, secretOnValidation);
  }

  @AfterEach
  void close() throws Exception {
    servers.stop(Duration.ofSeconds(1)).await(10, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private HttpResponse<String> post(String registry, String body, String... headers) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(headers));
    all.addAll(List.of("Content-Type", "application/json", "aeg-subscription-name", "EVGS-RELAY"));
    if (!all.contains("aeg-event-type")) {
      all.addAll(List.of("aeg-event-type", "Notification"));
    }
    return calls.send("POST", "/hooks/eventgrid/" + registry, body.getBytes(StandardCharsets.UTF_8),
        all.toArray(String[]::new));
  }

  private String bearer() {
    return "Bearer " + authority.issue(EntraToken.v1(APP, EntraAuthority.EVENT_GRID));
  }

  private double counted(String registry, String outcome) {
    var counter = meters.find("relay.deliveries")
        .tags("receiver", "eventgrid", "registry", registry, "outcome", outcome)
        .counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void a_token_alone_suffices_where_nothing_else_is_required() throws Exception {
    assertThat(post("token", PUSH, "Authorization", bearer()).statusCode()).isEqualTo(200);
    assertThat(inbox.all()).singleElement().satisfies(delivery -> assertThat(delivery.pushes()).hasSize(1));
    assertThat(counted("token", "accepted")).isEqualTo(1);
  }

  @Test
  void every_kind_that_is_configured_must_hold() throws Exception {
    assertThat(post("both", PUSH, "Authorization", bearer()).statusCode()).isEqualTo(401);
    assertThat(post("both", PUSH, "X-Relay", SECRET).statusCode()).isEqualTo(401);
    assertThat(post("both", PUSH, "X-Relay", SECRET, "Authorization", "Bearer x.y.z").statusCode()).isEqualTo(401);
    assertThat(inbox.all()).isEmpty();
    assertThat(post("both", PUSH, "X-Relay", SECRET, "Authorization", bearer()).statusCode()).isEqualTo(200);
    assertThat(post("both?code=" + SECRET, PUSH, "Authorization", bearer()).statusCode()).isEqualTo(200);
    assertThat(counted("both", "unauthorized")).isEqualTo(3);
  }

  @Test
  void without_the_keys_the_answer_is_503_and_the_retry_is_taken() throws Exception {
    authority.keyServerDown(true);
    var answer = post("token", PUSH, "Authorization", bearer());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(counted("token", "unavailable")).isEqualTo(1);
    authority.keyServerDown(false);
    assertThat(post("token", PUSH, "Authorization", bearer()).statusCode()).isEqualTo(200);
  }

  @Test
  void a_wrong_token_is_refused_before_the_body_and_logged_without_a_word_of_it() throws Exception {
    String token = authority.issue(EntraToken.v1("https://other.example", EntraAuthority.EVENT_GRID));
    try (var logged = new Logged()) {
      assertThat(post("token", "not json", "Authorization", "Bearer " + token).statusCode()).isEqualTo(401);
      assertThat(post("both?code=" + SECRET, PUSH).statusCode()).isEqualTo(401);
      String ours = logged.events().stream().filter(event -> !event.getLoggerName().startsWith("jdk."))
          .map(event -> event.getFormattedMessage()).toList().toString();
      assertThat(ours).contains("refused a token at eventgrid/token: wrong audience")
          .doesNotContain(token).doesNotContain("other.example").doesNotContain(SECRET);
    }
  }

  @Test
  void a_secret_in_the_query_may_come_encoded_and_a_wrong_one_is_refused() throws Exception {
    assertThat(post("secret?code=hook%2Ds3cret%2D2026", PUSH).statusCode()).isEqualTo(200);
    assertThat(post("secret?code=other", PUSH).statusCode()).isEqualTo(401);
    assertThat(calls.statusOf("POST", "/hooks/eventgrid/secret?code=%zz")).isEqualTo(400);
    assertThat(post("secret?" + "code=x&".repeat(10) + "code=" + SECRET, PUSH).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "application/cloudevents+json",
      "application/cloudevents+json; charset=UTF-8", "application/cloudevents-batch+json",
      "Application/CloudEvents+JSON"})
  void either_schema_comes_under_either_type(String type) throws Exception {
    for (String name : List.of("eventgrid-single", "cloudevents-single", "cloudevents-batch")) {
      assertThat(calls.send("POST", "/hooks/eventgrid/secret", Fixtures.bytes(name), "Content-Type", type, "X-Relay",
          SECRET, "aeg-subscription-name", "evgs-relay").statusCode()).isEqualTo(200);
    }
    assertThat(inbox.all()).hasSize(3).allSatisfy(delivery -> assertThat(delivery.pushes()).hasSize(1));
  }

  @Test
  void other_types_and_larger_bodies_are_refused_and_two_mebibytes_are_not() throws Exception {
    assertThat(calls.send("POST", "/hooks/eventgrid/secret", Fixtures.bytes("eventgrid-single"), "Content-Type",
        "text/plain", "X-Relay", SECRET).statusCode()).isEqualTo(415);
    String blanks = " ".repeat((2 << 20) - PUSH.length());
    assertThat(post("secret", PUSH + blanks + " ", "X-Relay", SECRET).statusCode()).isEqualTo(413);
    assertThat(post("secret", PUSH + blanks, "X-Relay", SECRET).statusCode()).isEqualTo(200);
    assertThat(inbox.all().getFirst().body()).hasSizeLessThan(70_000).contains("characters in all");
  }

  @Test
  void a_validation_is_answered_after_the_sender_check_only() throws Exception {
    String validation = Fixtures.text("eventgrid-validation");
    String[] says = {"aeg-event-type", "SubscriptionValidation"};
    assertThat(post("secret", validation, says).statusCode()).isEqualTo(401);
    var answer = post("secret?code=" + SECRET, validation, says);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(new JsonObject(answer.body()).fieldNames()).containsExactly("validationResponse");
    assertThat(counted("secret", "handshake")).isEqualTo(1);
  }

  @Test
  void a_validation_may_come_without_the_secret_where_that_is_set_and_nothing_else_may() throws Exception {
    String[] says = {"aeg-event-type", "SubscriptionValidation"};
    assertThat(post("lenient", Fixtures.text("eventgrid-validation"), says).statusCode()).isEqualTo(200);
    assertThat(post("lenient", PUSH, says).statusCode()).isEqualTo(400);
    assertThat(post("lenient", PUSH).statusCode()).isEqualTo(401);
    String other = Fixtures.text("eventgrid-validation").replace("registries/crreviewsprod", "registries/other");
    assertThat(post("lenient", other, says).statusCode()).isEqualTo(403);
    assertThat(inbox.all()).hasSize(1);
    assertThat(counted("lenient", "handshake-refused")).isEqualTo(1);
  }

  @Test
  void a_validation_must_be_small() throws Exception {
    String[] says = {"aeg-event-type", "SubscriptionValidation"};
    String validation = Fixtures.text("eventgrid-validation");
    assertThat(post("lenient", validation + " ".repeat(4096 - validation.length()), says).statusCode()).isEqualTo(200);
    assertThat(post("lenient", validation + " ".repeat(4097 - validation.length()), says).statusCode()).isEqualTo(413);
  }

  @Test
  void handshakes_have_a_rate_of_their_own() throws Exception {
    String[] says = {"aeg-event-type", "SubscriptionValidation"};
    int answer;
    int taken = 0;
    while ((answer = post("lenient", Fixtures.text("eventgrid-validation"), says).statusCode()) == 200
        && taken < 10_000) {
      taken++;
    }

    assertThat(answer).isEqualTo(429);
    assertThat(post("lenient", PUSH, "X-Relay", SECRET).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"eventgrid.azure.net,120,120", "EventGrid.Azure.Net,,6000000", "eventgrid.azure.net,999999999,6000000"})
  void a_listed_origin_is_consented_to(String origin, String rate, String allowed) throws Exception {
    var headers = new ArrayList<>(List.of("WebHook-Request-Origin", origin, "WebHook-Request-Callback",
        "https://127.0.0.1:1/never-fetched"));
    if (rate != null) {
      headers.addAll(List.of("WebHook-Request-Rate", rate));
    }
    var answer = calls.send("OPTIONS", "/hooks/eventgrid/secret", null, headers.toArray(String[]::new));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("WebHook-Allowed-Origin")).hasValue("eventgrid.azure.net");
    assertThat(answer.headers().firstValue("WebHook-Allowed-Rate")).hasValue(allowed);
    assertThat(answer.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
  }

  @ParameterizedTest
  @CsvSource({"evil.example,", "eventgrid.azure.net.evil.example,", "*,", "eventgrid.azure.net,0",
      "eventgrid.azure.net,-1", "eventgrid.azure.net,many", "eventgrid.azure.net,12345678901"})
  void any_other_origin_or_rate_is_refused_without_the_headers_of_consent(String origin, String rate) throws Exception {
    var headers = new ArrayList<>(List.of("WebHook-Request-Origin", origin));
    if (rate != null) {
      headers.addAll(List.of("WebHook-Request-Rate", rate));
    }
    var answer = calls.send("OPTIONS", "/hooks/eventgrid/secret", null, headers.toArray(String[]::new));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT)
        .startsWith("webhook-"));
    assertThat(answer.body()).doesNotContain(origin);
    assertThat(counted("secret", "handshake-refused")).isEqualTo(1);
  }

  @Test
  void the_end_of_a_subscription_is_logged() throws Exception {
    try (var logged = new Logged()) {
      assertThat(post("secret", Fixtures.text("eventgrid-subscription-deleted"), "X-Relay", SECRET).statusCode())
          .isEqualTo(200);
      assertThat(logged.text()).contains("the event subscription of secret was deleted");
    }
  }

  @Test
  void a_handshake_names_an_origin_and_an_endpoint_that_exists() throws Exception {
    assertThat(calls.send("OPTIONS", "/hooks/eventgrid/secret", null).statusCode()).isEqualTo(403);
    assertThat(calls.send("OPTIONS", "/hooks/eventgrid/other", null).statusCode()).isEqualTo(404);
    var answer = calls.send("GET", "/hooks/eventgrid/secret", null);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
  }
}
