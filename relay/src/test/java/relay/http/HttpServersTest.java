package relay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.http.ReadyCheck.Readiness;
import relay.http.ServerSettings.Address;
import relay.http.wire.Limits;

class HttpServersTest {
  private static final Address ANY_PORT = new Address("127.0.0.1", 0);

  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Supplier<Readiness>> journal = new AtomicReference<>(() -> Readiness.READY);
  private final Promise<String> slow = Promise.promise();
  private final CountDownLatch slowArrived = new CountDownLatch(1);
  private HttpServers servers;

  @BeforeEach
  void listen() throws Exception {
    servers = open(new ServerSettings(ANY_PORT, Optional.of(ANY_PORT)));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private HttpServers open(ServerSettings settings) throws TimeoutException {
    Routes feature = router -> {
      router.get("/things/:name").handler(ctx -> ctx.response().end(ctx.pathParam("name")));
      router.post("/things/:name").handler(ctx -> RequestBody.read(ctx, 100, Duration.ofMillis(300))
          .onSuccess(body -> ctx.response().end("read " + body.length())).onFailure(ctx::fail));
      router.get("/slow").handler(ctx -> {
        slowArrived.countDown();
        slow.future().onSuccess(text -> ctx.response().end(text));
      });
      router.get("/fault").handler(_ -> {
        throw new IllegalStateException("the inner detail");
      });
    };
    Guard guard = ctx -> {
      if (!"Bearer known".equals(ctx.request().getHeader("Authorization"))) {
        throw new ProblemException(new Problem.UnknownSender());
      }
    };
    var limits = new Limits(1000, 2000, 100, Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(15));
    var management = new Management(List.of(new ReadyCheck("journal", () -> journal.get().get())), metrics, guard);
    return HttpServers.listen(vertx, settings, List.of(feature), management, limits).await(10, TimeUnit.SECONDS);
  }

  private Calls main() {
    return new Calls(servers.mainPort());
  }

  private Calls management() {
    return new Calls(servers.managementPort());
  }

  @Test
  void answers_carry_security_headers_for_browsers() throws Exception {
    var answer = main().get("/things/a");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
        policy -> assertThat(policy).contains("default-src 'none'"));
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void an_unknown_path_is_a_problem_404() throws Exception {
    assertProblem(main().get("/nothing/here?token=s3cret"), 404, "not-found");
  }

  @Test
  void an_unknown_method_is_a_problem_405_that_names_the_allowed_ones() throws Exception {
    var answer = main().send("DELETE", "/things/a", null);

    assertProblem(answer, 405, "not-allowed");
    assertThat(answer.headers().firstValue("Allow")).hasValueSatisfying(
        allow -> assertThat(allow.split(", ")).containsExactlyInAnyOrder("GET", "POST"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things/%zz", "/things/%4", "/things/%", "/things/%c3%28", "/things/%00", "/things/a%0d%0ab",
      "/things/a?x=%", "/things/a?x=%ff", "/things/%2e%2e/%2e%2e/%ed%a0%80"})
  void a_target_that_cannot_be_decoded_is_a_400(String target) throws Exception {
    assertThat(main().statusOf("GET", target)).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "things", "/../../etc/passwd", "//", "/things/..%2f..%2fx/y/z", "/%2e%2e/x", "/?",
      "/things/"})
  void an_unusual_but_readable_target_causes_no_fault(String target) throws Exception {
    assertThat(main().statusOf("GET", target)).isBetween(200, 404);
  }

  @ParameterizedTest
  @ValueSource(ints = {1500, 100_000})
  void too_long_a_request_line_is_refused(int length) throws Exception {
    assertThat(main().statusOf("GET", "/things/" + "a".repeat(length))).isEqualTo(414);
  }

  @Test
  void too_many_headers_are_refused() throws Exception {
    String answer = main().raw("GET /things/a HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(3000) + "\r\n\r\n", "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431");
  }

  @Test
  void a_fault_is_a_500_without_detail_and_is_logged_once() throws Exception {
    try (var logged = new Logged()) {
      var answer = main().get("/fault?token=s3cret");

      assertProblem(answer, 500, "internal");
      assertThat(answer.body()).doesNotContain("inner detail");
      assertThat(logged.events().stream().filter(event -> event.getLevel() == Level.ERROR)).singleElement()
          .satisfies(event -> assertThat(event.getFormattedMessage()).isEqualTo("GET /fault failed"));
      assertThat(logged.text()).contains("the inner detail").doesNotContain("s3cret");
    }
  }

  @Test
  void a_body_within_the_limit_is_read_and_a_larger_one_is_413() throws Exception {
    assertThat(main().post("/things/a", "x".repeat(100)).body()).isEqualTo("read 100");
    assertProblem(main().post("/things/a", "x".repeat(101)), 413, "too-large");
    assertProblem(main().post("/things/a", "x".repeat(1_000_000)), 413, "too-large");
  }

  @Test
  void a_body_without_declared_length_is_cut_while_it_is_read() throws Exception {
    String chunk = "40\r\n" + "x".repeat(64) + "\r\n";
    String answer = main().raw("POST /things/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunk + chunk, "\r\n"); // no last chunk: the answer must not wait for it

    assertThat(answer).startsWith("HTTP/1.1 413");
  }

  @Test
  void a_client_that_goes_on_sending_after_its_answer_is_cut_off() throws Exception {
    String answer = main().raw("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc", "never said");

    assertThat(answer).startsWith("HTTP/1.1 404"); // and the read ended, since the server closed
  }

  @Test
  void a_body_that_does_not_arrive_is_a_408() throws Exception {
    String answer = main().raw("POST /things/a HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc", "never said");

    assertThat(answer).startsWith("HTTP/1.1 408").contains("too-slow");
  }

  @Test
  void health_says_that_the_process_is_alive_on_the_management_address_only() throws Exception {
    assertThat(management().get("/healthz").statusCode()).isEqualTo(200);
    assertThat(management().send("HEAD", "/healthz", null).statusCode()).isEqualTo(200);
    assertProblem(main().get("/healthz"), 404, "not-found");
    assertProblem(main().get("/metrics"), 404, "not-found");
  }

  @Test
  void readiness_lists_the_checks_and_is_503_until_all_are_ready() throws Exception {
    journal.set(() -> Readiness.notYet("opening"));
    var before = management().get("/readyz");
    journal.set(() -> Readiness.READY);
    var after = management().get("/readyz");

    assertThat(before.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(before.body()).getJsonArray("checks").getJsonObject(0))
        .isEqualTo(new JsonObject().put("name", "journal").put("ready", false).put("detail", "opening"));
    assertThat(after.statusCode()).isEqualTo(200);
  }

  @Test
  void a_check_that_throws_is_not_ready() throws Exception {
    journal.set(() -> {
      throw new IllegalStateException("cannot look");
    });

    assertThat(management().get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void metrics_are_those_of_the_registry() throws Exception {
    metrics.counter("relay.test").increment();
    var answer = management().get("/metrics");

    assertThat(answer.body()).contains("relay_test_total 1.0");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void without_a_management_address_health_is_terse_and_metrics_ask_who_reads_them() throws Exception {
    HttpServers one = open(new ServerSettings(ANY_PORT, Optional.empty()));
    var calls = new Calls(one.mainPort());

    assertThat(one.managementPort()).isEqualTo(one.mainPort());
    assertThat(calls.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(calls.get("/readyz").body()).isEqualTo("{\"ready\":true}");
    assertProblem(calls.get("/metrics"), 401, "unknown-sender");
    assertThat(calls.get("/metrics", "Authorization", "Bearer known").statusCode()).isEqualTo(200);
  }

  @Test
  void while_it_drains_new_requests_are_busy_and_running_ones_finish() throws Exception {
    CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(() -> {
      try {
        return main().get("/slow");
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    assertThat(slowArrived.await(5, TimeUnit.SECONDS)).isTrue();
    servers.drain();
    var refused = main().get("/things/a");

    assertProblem(refused, 503, "busy");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
    assertThat(management().get("/readyz").statusCode()).isEqualTo(503);
    assertThat(management().get("/healthz").statusCode()).isEqualTo(200);

    var stopped = servers.stop(Duration.ofSeconds(5));
    slow.complete("done all the same");

    assertThat(running.get(5, TimeUnit.SECONDS).body()).isEqualTo("done all the same");
    stopped.await(5, TimeUnit.SECONDS);
    assertThat(catchOf(() -> main().get("/things/a"))).isInstanceOf(ConnectException.class);
  }

  @Test
  void a_request_that_never_ends_does_not_keep_it_from_stopping() throws Exception {
    CompletableFuture<Throwable> running = CompletableFuture.supplyAsync(() -> catchOf(() -> main().get("/slow")));
    assertThat(slowArrived.await(5, TimeUnit.SECONDS)).isTrue();

    servers.stop(Duration.ofMillis(300)).await(5, TimeUnit.SECONDS);

    assertThat(running.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
  }

  @Test
  void an_address_that_is_taken_is_a_failure_that_names_its_setting_and_leaves_nothing_open() {
    var taken = new Address("127.0.0.1", servers.mainPort());

    assertThat(catchOf(() -> open(new ServerSettings(ANY_PORT, Optional.of(taken)))))
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("management: 127.0.0.1:" + taken.port() + " cannot be listened on (");
    assertThat(catchOf(() -> open(new ServerSettings(taken, Optional.of(ANY_PORT)))))
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("server: 127.0.0.1:" + taken.port() + " cannot be listened on (");
  }

  private interface Attempt {
    Object run() throws IOException, InterruptedException, ExecutionException, TimeoutException;
  }

  private static Throwable catchOf(Attempt attempt) {
    return catchThrowable(attempt::run);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("/problems/" + type);
  }
}
