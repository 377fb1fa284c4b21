package relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.api.ApiToken.Role;
import relay.http.Calls;
import relay.http.HttpServers;
import relay.http.Logged;
import relay.http.Management;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.image.Digest;

class AuthenticationTest {
  private static final ApiAccess LOCAL = new ApiAccess(List.of(), true);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SignIns signIns = ApiParts.signIns(meters);
  private int port;

  private static ApiToken token(String name, Role role, String text) {
    return new ApiToken(name, role,
        Digest.of(text.getBytes(StandardCharsets.UTF_8)).value().substring("sha256:".length()));
  }

  private Calls open(ApiToken... tokens) throws Exception {
    return open(new ApiAccess(List.of(tokens), false));
  }

  private Calls open(ApiAccess access) throws Exception {
    var authentication = new Authentication(access, signIns);
    var api = ApiParts.all(vertx, authentication);
    var management = new Management(List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        authentication.atLeast(Role.VIEWER));
    port = HttpServers
        .listen(vertx, new ServerSettings(new Address("127.0.0.1", 0), Optional.empty()), List.of(api), management)
        .await(10, TimeUnit.SECONDS).mainPort();
    return new Calls(port);
  }

  private Calls withTokens() throws Exception {
    return open(token("grafana", Role.VIEWER, "view-me-s3cret"),
        token("anna", Role.OPERATOR, "act-s3cret"),
        token("root", Role.ADMIN, "all-s3cret"));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static String[] bearer(String token) {
    return new String[]{"Authorization", "Bearer " + token};
  }

  /** An act on an app that is not there: 404 tells that the guard let it pass. */
  private static int act(Calls calls, String... headers) throws Exception {
    return calls.post("/api/v1/apps/none/hold", "{\"reason\":\"x\"}", headers).statusCode();
  }

  @Test
  void a_request_without_a_known_token_is_401_and_says_how() throws Exception {
    Calls calls = withTokens();
    for (var answer : List.of(calls.get("/api/v1/apps"), calls.get("/api/v1/apps", bearer("wrong")),
        calls.get("/api/v1/apps", "Authorization", "Basic dmlldy1tZS1zM2NyZXQ="), calls.get("/api/v1/apps", bearer("")),
        calls.get("/api/v1/unknown"), calls.get("/metrics"))) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"relay\"");
    }
  }

  @Test
  void a_viewer_looks_an_operator_acts_and_an_admin_does_both() throws Exception {
    Calls calls = withTokens();

    for (String token : List.of("view-me-s3cret", "act-s3cret", "all-s3cret")) {
      assertThat(calls.get("/api/v1/apps", bearer(token)).statusCode()).isEqualTo(200);
      assertThat(calls.get("/metrics", bearer(token)).statusCode()).isEqualTo(200);
    }
    assertThat(act(calls, bearer("view-me-s3cret"))).isEqualTo(403);
    assertThat(act(calls, bearer("act-s3cret"))).isEqualTo(404);
    assertThat(act(calls, bearer("all-s3cret"))).isEqualTo(404);
  }

  @Test
  void tokens_stay_out_of_the_log() throws Exception {
    Calls calls = withTokens();
    try (var logged = new Logged()) {
      act(calls, bearer("act-s3cret"));
      act(calls, bearer("view-me-s3cret"));
      act(calls, bearer("wrong-s3cret"));
      assertThat(logged.events().stream().filter(event -> !event.getLoggerName().startsWith("jdk."))
          .map(event -> event.getFormattedMessage())).noneMatch(line -> line.contains("s3cret"));
    }
  }

  private double counted(String outcome) {
    return meters.get("relay.api.requests").tag("outcome", outcome).counter().count();
  }

  @Test
  void without_tokens_this_machine_may_look_and_not_act() throws Exception {
    Calls calls = open();

    assertThat(calls.get("/api/v1/apps").statusCode()).isEqualTo(200);
    assertThat(act(calls)).isEqualTo(403);
    assertThat(counted("admitted")).isEqualTo(1);
    assertThat(counted("forbidden")).isEqualTo(1);
  }

  @Test
  void without_tokens_this_machine_may_act_where_the_configuration_says_so() throws Exception {
    assertThat(act(open(LOCAL))).isEqualTo(404);
  }

  @Test
  void failed_sign_ins_are_counted_reported_once_and_limited_and_a_known_token_is_let_in_all_the_same()
      throws Exception {
    Calls calls = withTokens();
    List<Integer> statuses = new ArrayList<>();
    try (var logged = new Logged()) {
      for (int i = 0; i < 40; i++) {
        statuses.add(calls.get("/api/v1/apps", bearer("guess-" + i)).statusCode());
      }
      assertThat(logged.events().stream().filter(event -> event.getLoggerName().equals(SignIns.class.getName())))
          .singleElement().satisfies(line -> assertThat(line.getFormattedMessage()).contains("127.0.0.1"));
    }
    assertThat(statuses).contains(401, 429).containsOnly(401, 429);
    assertThat(counted("unauthorized") + counted("too-many")).isEqualTo(40);
    assertThat(calls.get("/api/v1/apps", bearer("act-s3cret")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: relay.example", "Host: evil.example:8080",
      "Host: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.9",
      "Host: localhost\r\nForwarded: for=203.0.113.9", "Host: 10.0.0.5", "Host: localhost\r\nX-Real-IP: 203.0.113.9",
      "Host: localhost\r\nVia: 1.1 proxy", "Host: localhost\r\nX-Forwarded-Proto: https",
      "Host: localhost\r\nX-Azure-ClientIP: 203.0.113.9", "Host: localhost\r\nCF-Connecting-IP: 203.0.113.9",
      "Host: localhost\r\nx-appgw-trace-id: 1", "Host: localhost\r\nX-Original-Host: relay.example"})
  void without_tokens_a_proxied_or_renamed_request_is_403(String headers) throws Exception {
    String answer = open().raw(
        "GET /api/v1/apps HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n", "never said");

    assertThat(answer).startsWith("HTTP/1.1 403").contains("no API token is configured");
  }

  @Test
  void loopback_is_told_by_the_address_of_the_socket() {
    for (String local : List.of("127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1")) {
      assertThat(Authentication.isLoopback(SocketAddress.inetSocketAddress(1, local))).as(local).isTrue();
    }
    for (String other : List.of("10.0.0.5", "0.0.0.0", "::", "fe80::1", "203.0.113.9")) {
      assertThat(Authentication.isLoopback(SocketAddress.inetSocketAddress(1, other))).as(other).isFalse();
    }
    assertThat(Authentication.isLoopback(SocketAddress.domainSocketAddress("/tmp/x"))).isFalse();
    assertThat(Authentication.isLoopback(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"})
  void an_act_from_another_web_page_is_403_and_a_look_is_not(String origin) throws Exception {
    Calls calls = open(LOCAL);

    assertThat(act(calls, "Origin", origin)).isEqualTo(403);
    assertThat(act(calls, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(calls.get("/api/v1/apps", "Origin", origin).statusCode()).isEqualTo(200);
    assertThat(act(calls, "Origin", "http://127.0.0.1:" + port, "Sec-Fetch-Site", "same-origin")).isEqualTo(404);
  }
}
