package relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
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
  private final Vertx vertx = Vertx.vertx();
  private int port;

  private static ApiToken token(String name, Role role, String text) {
    return new ApiToken(name, role,
        Digest.of(text.getBytes(StandardCharsets.UTF_8)).value().substring("sha256:".length()));
  }

  private Calls open(String host, ApiToken... tokens) throws Exception {
    var authentication = new Authentication(List.of(tokens));
    var api = ApiParts.all(vertx, authentication);
    var management = new Management(List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        authentication.atLeast(Role.VIEWER));
    port = HttpServers
        .listen(vertx, new ServerSettings(new Address(host, 0), Optional.empty()), List.of(api), management)
        .await(10, TimeUnit.SECONDS).mainPort();
    return new Calls(port);
  }

  private Calls withTokens() throws Exception {
    return open("127.0.0.1", token("grafana", Role.VIEWER, "view-me-s3cret"),
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

  @Test
  void without_tokens_this_machine_is_served() throws Exception {
    Calls calls = open("127.0.0.1");

    assertThat(calls.get("/api/v1/apps").statusCode()).isEqualTo(200);
    assertThat(act(calls)).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: relay.example", "Host: evil.example:8080",
      "Host: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.9",
      "Host: localhost\r\nForwarded: for=203.0.113.9", "Host: 10.0.0.5"})
  void without_tokens_a_proxied_or_renamed_request_is_403(String headers) throws Exception {
    String answer = open("127.0.0.1").raw(
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
    Calls calls = open("127.0.0.1");

    assertThat(act(calls, "Origin", origin)).isEqualTo(403);
    assertThat(act(calls, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(calls.get("/api/v1/apps", "Origin", origin).statusCode()).isEqualTo(200);
    assertThat(act(calls, "Origin", "http://127.0.0.1:" + port, "Sec-Fetch-Site", "same-origin")).isEqualTo(404);
  }
}
