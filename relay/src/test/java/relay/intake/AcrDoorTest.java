package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.http.Calls;
import relay.http.HttpServers;
import relay.http.Logged;
import relay.http.Management;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.secret.Secret;

class AcrDoorTest {
  private static final String PATH = "/hooks/acr/main";
  private static final String SECRET = "hook-s3cret-2026";
  private static final String[] KNOWN = {"Authorization", "Bearer " + SECRET};
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MemoryInbox inbox = new MemoryInbox();
  private final Map<Long, Delivery> nudged = new ConcurrentSkipListMap<>();
  private Calls calls;

  @BeforeEach
  void open() throws Exception {
    var settings = new DoorSettings(new Origin("main", "crreviewsprod.azurecr.io"), SenderRules.anyOf(List.of(
        new SenderCheck.Bearer(new Secret("the-one-before")), new SenderCheck.Bearer(new Secret(SECRET)),
        new SenderCheck.Basic("relay", new Secret(SECRET)), new SenderCheck.Header("X-Hook", new Secret(SECRET)))));
    var door = new AcrDoor(List.of(settings),
        Backrooms.of(inbox, nudged::put, meters, Clock.fixed(NOW, ZoneOffset.UTC)));
    var address = new Address("127.0.0.1", 0);
    var servers = HttpServers.listen(vertx, new ServerSettings(address, Optional.of(address)), List.of(door),
        new Management(List.of(), meters, _ -> {})).await(10, TimeUnit.SECONDS);
    calls = new Calls(servers.mainPort());
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static String fixture(String name) throws IOException {
    try (InputStream file = AcrDoorTest.class.getResourceAsStream("/fixtures/" + name + ".json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private double counted(String registry, String outcome) {
    var counter = meters.find("relay.deliveries").tags("door", "acr", "registry", registry, "outcome", outcome)
        .counter();
    return counter == null ? 0 : counter.count();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("/problems/" + type);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"acr-push-index-tagged,1.8.0", "acr-push-index-tagged-second-region,1.8.0",
      "acr-push-single-arch-docker,1.7.2", "acr-push-unknown-members,1.8.0"})
  void a_tagged_push_is_recorded_with_what_is_to_be_done(String name, String tag) throws Exception {
    String body = fixture(name);
    var answer = calls.post(PATH, body, KNOWN);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/deliveries/1");
    assertThat(inbox.all()).singleElement().satisfies(delivery -> {
      assertThat(delivery.door()).isEqualTo("acr");
      assertThat(delivery.received()).isEqualTo(NOW);
      assertThat(delivery.body()).isEqualTo(body);
      assertThat(delivery.pushes()).singleElement()
          .satisfies(push -> assertThat(push.image()).hasToString("crreviewsprod.azurecr.io/reviews/web:" + tag));
    });
    assertThat(counted("main", "accepted")).isEqualTo(1);
    assertThat(meters.scrape()).contains("relay_last_delivery_timestamp_seconds{door=\"acr\",registry=\"main\"} "
        + (double) NOW.getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource({"acr-push-child-untagged,push,without a tag", "acr-push-cosign-signature,push,signature",
      "acr-delete,delete,deletion", "acr-quarantine,quarantine,quarantined", "acr-chart-push,chart_push,Helm",
      "acr-chart-delete,chart_delete,Helm"})
  void what_is_not_to_be_deployed_is_recorded_with_the_reason(String name, String action, String why) throws Exception {
    var answer = calls.post(PATH, fixture(name), KNOWN);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/deliveries/1");
    assertThat(inbox.all()).singleElement().satisfies(delivery -> {
      assertThat(delivery.action()).isEqualTo(action);
      assertThat(delivery.pushes()).isEmpty();
      assertThat(delivery.ignored()).singleElement().asString().contains(why);
    });
    assertThat(counted("main", "ignored")).isEqualTo(1);
  }

  @Test
  void a_ping_is_answered_with_200_after_the_check() throws Exception {
    assertThat(calls.post(PATH, fixture("acr-ping"), KNOWN).statusCode()).isEqualTo(200);
    assertProblem(calls.post(PATH, fixture("acr-ping")), 401, "unknown-sender");

    assertThat(inbox.all()).singleElement().satisfies(delivery -> assertThat(delivery.action()).isEqualTo("ping"));
    assertThat(counted("main", "ping")).isEqualTo(1);
  }

  @Test
  void whoever_decides_is_told_of_each_delivery_after_its_commit() throws Exception {
    calls.post(PATH, fixture("acr-ping"), KNOWN);
    calls.post(PATH, fixture("acr-push-index-tagged"), KNOWN);
    calls.post(PATH, fixture("acr-delete"), KNOWN);
    calls.post(PATH, fixture("acr-push-index-tagged")); // without the secret

    assertThat(nudged.keySet()).containsExactly(1L, 2L, 3L);
    assertThat(nudged.values()).extracting(delivery -> delivery.pushes().size()).containsExactly(0, 1, 0);
    assertThat(nudged.values()).extracting(delivery -> delivery.deletions().size()).containsExactly(0, 0, 1);
  }

  @Test
  void every_way_to_prove_oneself_works_and_so_does_the_secret_before() throws Exception {
    String ping = fixture("acr-ping");
    String basic = Base64.getEncoder().encodeToString(("relay:" + SECRET).getBytes(StandardCharsets.UTF_8));

    assertThat(calls.post(PATH, ping, "Authorization", "Bearer the-one-before").statusCode()).isEqualTo(200);
    assertThat(calls.post(PATH, ping, "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
    assertThat(calls.post(PATH, ping, "X-Hook", SECRET).statusCode()).isEqualTo(200);
  }

  @Test
  void a_wrong_or_missing_secret_is_401_whatever_else_is_wrong() throws Exception {
    assertProblem(calls.post(PATH, fixture("acr-push-index-tagged")), 401, "unknown-sender");
    assertProblem(calls.post(PATH, "not json", "Authorization", "Bearer nope"), 401, "unknown-sender");
    assertProblem(calls.send("POST", PATH, new byte[100_000], "X-Hook", "nope"), 401, "unknown-sender");
    assertThat(calls.post(PATH, "{}").headers().firstValue("WWW-Authenticate")).isPresent();

    assertThat(inbox.all()).isEmpty();
    assertThat(counted("main", "unauthorized")).isEqualTo(4);
  }

  @Test
  void a_sender_that_is_unknown_is_told_so_before_its_body_is_read() throws Exception {
    String answer = calls.raw("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: 60000\r\n\r\n", "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 401");
  }

  @Test
  void an_unknown_registry_is_404_and_counted_under_one_label() throws Exception {
    assertProblem(calls.post("/hooks/acr/other", fixture("acr-ping"), KNOWN), 404, "not-found");
    assertProblem(calls.post("/hooks/acr/ma%2Fin", fixture("acr-ping"), KNOWN), 404, "not-found");

    assertThat(counted("unknown", "unknown_registry")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void another_verb_is_405(String method) throws Exception {
    var answer = calls.send(method, PATH, null, KNOWN);

    assertProblem(answer, 405, "not-allowed");
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json-patch+json",
      "application/x-www-form-urlencoded"})
  void another_content_type_is_415(String type) throws Exception {
    assertProblem(calls.send("POST", PATH, "{}".getBytes(StandardCharsets.UTF_8), "Authorization", "Bearer " + SECRET,
        "Content-Type", type), 415, "unsupported-type");
    assertThat(counted("main", "unsupported_type")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""})
  void json_with_a_charset_is_json(String type) throws Exception {
    assertThat(calls.send("POST", PATH, fixture("acr-ping").getBytes(StandardCharsets.UTF_8), "Authorization",
        "Bearer " + SECRET, "Content-Type", type).statusCode()).isEqualTo(200);
  }

  @Test
  void more_than_64_KiB_is_413_and_exactly_64_is_not() throws Exception {
    String event = "{\"action\":\"ping\"}";

    assertProblem(calls.post(PATH, event + " ".repeat(64 * 1024), KNOWN), 413, "too-large");
    assertThat(calls.post(PATH, event + " ".repeat(64 * 1024 - event.length()), KNOWN).statusCode()).isEqualTo(200);
    assertThat(counted("main", "too_large")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hook-s3cret-2026", "{\"action\":5}", "[]",
      "{\"action\":\"push\",\"target\":\"hook-s3cret-2026\"}"})
  void what_cannot_be_read_is_400_and_not_echoed(String body) throws Exception {
    var answer = calls.post(PATH, body, KNOWN);

    assertProblem(answer, 400, "malformed");
    assertThat(answer.body()).doesNotContain(SECRET);
    assertThat(inbox.all()).isEmpty();
    assertThat(counted("main", "malformed")).isEqualTo(1);
  }

  @Test
  void another_host_or_an_impossible_digest_is_202_and_a_recorded_refusal() throws Exception {
    String good = fixture("acr-push-index-tagged");

    assertThat(calls.post(PATH, good.replace("crreviewsprod.azurecr.io", "evil.azurecr.io"), KNOWN).statusCode())
        .isEqualTo(202);
    assertThat(calls.post(PATH, good.replace("sha256:31e4", "sha256:zzzz"), KNOWN).statusCode()).isEqualTo(202);

    assertThat(inbox.all()).hasSize(2).allSatisfy(delivery -> {
      assertThat(delivery.pushes()).isEmpty();
      assertThat(delivery.ignored()).hasSize(1);
    });
  }

  @Test
  void a_full_journal_is_503_and_worth_another_try_soon() throws Exception {
    inbox.failWith(new Inbox.Full());
    var answer = calls.post(PATH, fixture("acr-push-index-tagged"), KNOWN);

    assertProblem(answer, 503, "busy");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(counted("main", "unavailable")).isEqualTo(1);
  }

  @Test
  void an_unwritable_journal_is_503_and_says_why_in_the_log_only() throws Exception {
    inbox.failWith(new Inbox.Unwritable(new IOException("No space left on device")));
    try (var logged = new Logged()) {
      var answer = calls.post(PATH, fixture("acr-push-index-tagged"), KNOWN);

      assertProblem(answer, 503, "busy");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
      assertThat(answer.body()).doesNotContain("space");
      assertThat(logged.text()).contains("No space left on device");
    }
  }

  @Test
  void no_secret_reaches_the_log() throws Exception {
    try (var logged = new Logged()) {
      calls.post(PATH + "?secret=" + SECRET, fixture("acr-push-index-tagged"), KNOWN);
      calls.post(PATH, SECRET, KNOWN);
      calls.post(PATH, "{}", "Authorization", "Bearer nearly-" + SECRET);
      calls.post("/hooks/acr/" + "other?code=" + SECRET, "{}", KNOWN);
      inbox.failWith(new IllegalStateException("broken"));
      calls.post(PATH + "?secret=" + SECRET, fixture("acr-ping"), KNOWN);

      var ours = logged.events().stream().filter(event -> event.getLoggerName().startsWith("relay."));
      assertThat(ours).hasSize(1); // the broken journal, so that this test listens to something
      assertThat(logged.events().stream().filter(event -> !event.getLoggerName().startsWith("jdk."))
          .map(event -> event.getFormattedMessage())).noneMatch(line -> line.contains(SECRET));
    }
  }
}
