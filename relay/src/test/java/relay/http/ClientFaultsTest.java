package relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.http.ServerSettings.Address;
import relay.http.wire.Limits;

/** Requests that are no proper HTTP, byte by byte: each is refused as the client's fault, and no error is logged. */
class ClientFaultsTest {
  private static final String ALL = "never said";
  private static final String POST = "POST /things HTTP/1.1\r\nHost: x\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private HttpServers servers;
  private Calls calls;

  @BeforeEach
  void listen() throws Exception {
    Routes later = router -> router.get("/later")
        .handler(ctx -> vertx.setTimer(10, _ -> ctx.response().end("later")));
    Routes feature = router -> router.post("/things")
        .handler(ctx -> RequestBody.read(ctx, 100, Duration.ofSeconds(5))
            .onSuccess(body -> ctx.response().end("read " + body.length())).onFailure(ctx::fail));
    var any = new Address("127.0.0.1", 0);
    var limits = new Limits(1000, 2000, 100, Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(15));
    servers = HttpServers.listen(vertx, new ServerSettings(any, Optional.of(any)), List.of(feature, later),
        new Management(List.of(), meters, _ -> {}), limits).await(10, TimeUnit.SECONDS);
    calls = new Calls(servers.mainPort());
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private double counted(Problem.Type type) {
    return meters.get("relay.http.problems").tag("type", type.label()).counter().count();
  }

  private static JsonObject problemOf(String answer) {
    assertThat(answer).contains("content-type: application/problem+json");
    return new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private static void assertSilent(Logged logged) {
    assertThat(logged.events()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private void assertMalformed(Calls at, String request, String code) throws IOException {
    try (var logged = new Logged()) {
      String answer = at.raw(request, ALL); // and the read ends, since the server closes

      assertThat(answer.lines().findFirst()).hasValue("HTTP/1.1 400 Bad Request");
      assertThat(problemOf(answer).getString("code")).isEqualTo(code);
      assertSilent(logged);
    }
    awaitMalformed();
    assertThat(counted(Problem.Type.MALFORMED)).isEqualTo(1);
  }

  private void awaitMalformed() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (counted(Problem.Type.MALFORMED) < 1) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Host: <\r\n", "Host: a b\r\n", "Host: x:99999\r\n", "Host: x/y\r\n", "Host: x@y\r\n",
      "Host: a\r\nHost: b\r\n"})
  void a_missing_invalid_or_repeated_host_is_400(String headers) throws Exception {
    assertMalformed(calls, "GET /nowhere HTTP/1.1\r\n" + headers + "\r\n", "invalid-host");
  }

  @Test
  void a_missing_host_is_400_on_the_management_address_too() throws Exception {
    assertMalformed(new Calls(servers.managementPort()), "GET /healthz HTTP/1.1\r\n\r\n", "invalid-host");
  }

  @Test
  void http_1_0_needs_no_host() throws Exception {
    String answer = calls.raw("POST /things HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", ALL);

    assertThat(answer).contains(" 200 OK").endsWith("read 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
      "GET / HTTP/0.9\r\nHost: x\r\n\r\n", "GET / HTTP/11.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"})
  void another_http_version_is_400(String request) throws Exception {
    assertMalformed(calls, request, "http-version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nX-A: a\u0001b\r\n\r\n", POST + "Content-Length: zz\r\n\r\n",
      POST + "Content-Length: -5\r\n\r\n", POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"})
  void what_cannot_be_decoded_is_400(String request) throws Exception {
    assertMalformed(calls, request, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "gzip", "chunked, chunked", "identity", "xchunked"})
  void another_transfer_encoding_than_chunked_is_400(String coding) throws Exception {
    assertMalformed(calls, POST + "Transfer-Encoding: " + coding + "\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "transfer-encoding");
  }

  @Test
  void nothing_that_follows_a_refused_request_on_its_connection_is_looked_at() throws Exception {
    String answer = calls.raw(POST + "Transfer-Encoding: identity\r\n\r\n" + POST + "Content-Length: 3\r\n\r\nabc",
        ALL);

    assertThat(answer).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1").doesNotContain("read 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\nabc\r\n0\r\n\r\n", "not chunked at all\n\n", "12345678901234567\r\nabc", "-1\r\n\r\n",
      "3\nabc\n0\n\n", "3\r\nabcdef\r\n0\r\n\r\n"})
  void broken_chunks_are_400(String chunks) throws Exception {
    assertMalformed(calls, CHUNKED + chunks, "invalid-framing");
  }

  @Test
  void oversize_chunk_extensions_are_400_and_oversize_trailers_431() throws Exception {
    String much = "a".repeat(30_000);
    try (var logged = new Logged()) {
      assertThat(calls.raw(CHUNKED + "3;x=" + much + "\r\nabc\r\n0\r\n\r\n", ALL)).startsWith("HTTP/1.1 400");
      assertThat(calls.raw(CHUNKED + "3\r\nabc\r\n0\r\nX: " + much + "\r\n\r\n", ALL)).startsWith("HTTP/1.1 431");
      assertSilent(logged);
    }
  }

  @Test
  void a_broken_body_behind_a_request_that_is_under_way_closes_the_connection() throws Exception {
    try (var logged = new Logged()) {
      String answer = calls.raw(POST + "Content-Length: 50\r\n\r\n" + "a".repeat(50) + CHUNKED + "zz\r\n", ALL);

      assertThat(answer).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 200"), "in their order, or none");
      assertSilent(logged);
    }
  }

  @Test
  void many_requests_that_come_at_once_are_answered_as_fast_as_they_are_read() throws Exception {
    assertAnswered("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1500)
        + "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 16, 1501);
  }

  @Test
  void of_many_requests_that_wait_for_their_answers_the_first_get_them_and_the_connection_closes() throws Exception {
    assertAnswered("GET /later HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1500), 16, 16);
  }

  private void assertAnswered(String requests, int atLeast, int atMost) throws IOException {
    try (var logged = new Logged()) {
      assertThat(calls.raw(requests, ALL).split("HTTP/1.1 ", -1).length - 1)
          .isBetween(atLeast, atMost);
      assertSilent(logged);
    }
  }

  @Test
  void a_target_that_names_another_host_than_the_host_header_is_400() throws Exception {
    assertThat(calls.raw("GET http://x/nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", ALL))
        .startsWith("HTTP/1.1 404");
    assertMalformed(calls, "GET http://evil/nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n", "invalid-host");
  }

  @Test
  void a_header_without_a_name_is_400() throws Exception {
    assertMalformed(calls, "GET /nowhere HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", "invalid-request");
  }

  @Test
  void a_length_that_no_number_holds_is_413_at_once() throws Exception {
    assertThat(calls.raw(POST + "Content-Length: 9223372036854775807\r\n\r\na", "\r\n")).startsWith("HTTP/1.1 413");
  }

  @Test
  void broken_chunks_of_an_unread_body_are_not_an_error() throws Exception {
    try (var logged = new Logged()) {
      String answer = calls.raw("POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ALL);

      assertThat(answer).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 40"));
      assertSilent(logged);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "deflate", "GZIP", "gzip, identity", "unknown"})
  void an_encoded_body_is_415(String encoding) throws Exception {
    var answer = calls.send("POST", "/things", new byte[]{1, 2, 3}, "Content-Encoding", encoding);

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("identity");
    assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("/problems/unsupported-encoding");
    assertThat(counted(Problem.Type.UNSUPPORTED_ENCODING)).isEqualTo(1);
  }

  @Test
  void a_body_that_says_that_it_is_not_encoded_is_read() throws Exception {
    assertThat(calls.send("POST", "/things", new byte[]{1, 2, 3}, "Content-Encoding", "Identity").body())
        .isEqualTo("read 3");
  }

  @Test
  void too_long_a_line_or_too_many_headers_are_problems_that_are_counted() throws Exception {
    try (var logged = new Logged()) {
      assertThat(problemOf(calls.raw("GET /" + "a".repeat(3000) + " HTTP/1.1\r\nHost: x\r\n\r\n", ALL))
          .getString("type")).isEqualTo("/problems/target-too-long");
      assertThat(problemOf(calls.raw("GET / HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(3000) + "\r\n\r\n", ALL))
          .getString("type")).isEqualTo("/problems/headers-too-large");
      assertSilent(logged);
    }
    assertThat(counted(Problem.Type.TARGET_TOO_LONG)).isEqualTo(1);
    assertThat(counted(Problem.Type.HEADERS_TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void a_client_that_leaves_in_the_middle_of_its_body_is_not_an_error() throws Exception {
    try (var logged = new Logged()) {
      assertThat(calls.raw(POST + "Content-Length: 50\r\nExpect: 100-continue\r\n\r\nabc", "100 Continue"))
          .startsWith("HTTP/1.1 100"); // and leaves
      awaitMalformed();
      assertSilent(logged);
    }
  }

  @Test
  void a_wish_for_another_protocol_is_ignored() throws Exception {
    String upgrade = String.join("\r\n", "POST /things HTTP/1.1", "Host: x", "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 99",
        "Content-Length: 3", "", "abc");

    assertThat(calls.raw(upgrade, "read 3")).startsWith("HTTP/1.1 200");
  }

  @Test
  void every_type_of_problem_is_counted_from_the_start() {
    for (Problem.Type type : Problem.Type.values()) {
      assertThat(counted(type)).isZero();
    }
  }
}
