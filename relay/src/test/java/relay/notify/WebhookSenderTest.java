package relay.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.http.Logged;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.Repository;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.record.Announcement;
import relay.secret.Secret;

class WebhookSenderTest {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final Secret SECRET = new Secret("whsec_" + Base64.getEncoder().encodeToString(KEY));
  private static final PinnedImage IMAGE = new Repository("shop.azurecr.io", "reviews").at(Digest.of(new byte[]{1}));
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Announcement HEALTHY = new Announcement(new AppName("web"), START.minusSeconds(3),
      new Announcement.Subject.Ended(new RolloutId(7), RolloutRequest.of(new AppName("web"),
          new DesiredImage.ByDigest(IMAGE, Optional.empty()), new Cause.Pushed(4, "live")), healthy()));

  private static RolloutState healthy() {
    return new RolloutState.Healthy(new Change(IMAGE, ConfiguredImage.of(IMAGE), Optional.empty(), Expectation.NOTHING,
        Expectation.NOTHING, true, Set.of(), Optional.empty(), Optional.empty(), Optional.empty()),
        new Evidence(Grade.PROVEN, new Evidence.Basis.Marks("abc", 3, 1)));
  }

  private record Received(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of()).getFirst();
    }
  }

  /** Time stands still until the test moves it. */
  private static final class HeldClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    void pass(Duration time) {
      now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return InstantSource.system().withZone(zone);
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final HeldClock clock = new HeldClock();
  private final WatchedOutbox outbox = new WatchedOutbox(clock);
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private HttpServer receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  @AfterEach
  void close() throws Exception {
    receiver.stop(0);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(new Received(exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
    Integer status = answers.poll();
    if (status != null && status < 0) { // never answers
      return;
    }
    exchange.getResponseHeaders().add("Location", "/elsewhere");
    exchange.sendResponseHeaders(status == null ? 204 : status, -1);
    exchange.close();
  }

  private WebhookSender start() {
    var url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/in?code=url-s3cret");
    var sender = new WebhookSender(vertx, Optional.empty(), outbox,
        new WebhookSettings(url, SECRET, "/relay/shop", Duration.ofMillis(700)), RetrySchedule.STANDARD, clock);
    sender.start();
    return sender;
  }

  private Received next() throws InterruptedException {
    Received message = received.poll(10, TimeUnit.SECONDS);
    assertThat(message).as("a message within 10 s").isNotNull();
    return message;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition within 10 s").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** As the specification of Standard Webhooks words it: id, timestamp and body joined by full stops. */
  private static String signed(Received message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String content = message.header("Webhook-id") + "." + message.header("Webhook-timestamp") + "." + message.body();
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_message_is_a_cloud_event_with_a_signature_that_verifies() throws Exception {
    outbox.add(HEALTHY);
    var sender = start();
    Received message = next();
    await(() -> outbox.log().equals(List.of("delivered 1")));
    sender.stop();

    assertThat(message.path()).isEqualTo("/in");
    assertThat(message.header("Content-type")).isEqualTo("application/cloudevents+json; charset=utf-8");
    assertThat(message.header("Webhook-signature")).isEqualTo(signed(message));
    assertThat(message.header("Webhook-timestamp")).isEqualTo(Long.toString(START.getEpochSecond()));
    assertThat(message.header("Webhook-id")).doesNotContain(".");
    assertThat(new JsonObject(message.body())).isEqualTo(new JsonObject()
        .put("specversion", "1.0").put("id", message.header("Webhook-id")).put("source", "/relay/shop")
        .put("type", "relay.rollout.healthy").put("subject", "web").put("time", "2026-11-21T11:59:57Z")
        .put("datacontenttype", "application/json")
        .put("data", new JsonObject().put("rollout", 7).put("cause", "push").put("image", IMAGE.toString())
            .put("code", "marks").put("evidence", "proven").put("app", "web")));
  }

  @Test
  void the_signature_matches_the_example_of_the_specification() {
    var signature = new Signature(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    assertThat(signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void drift_concerns_an_app_and_no_rollout() {
    var drift = new Announcement(new AppName("web"), START,
        new Announcement.Subject.DriftFound(ConfiguredImage.of(IMAGE), new ConfiguredImage("DOCKER|x.example/y:1")));

    var event = new JsonObject(Event.of(new Outbox.Waiting(1, drift, 0), "/relay").body());

    assertThat(event.getString("type")).isEqualTo("relay.app.drift");
    assertThat(event.getJsonObject("data").containsKey("rollout")).isFalse();
  }

  @Test
  void a_nudge_sends_what_is_new() throws Exception {
    var sender = start();
    outbox.add(HEALTHY);
    sender.nudge();

    assertThat(next().path()).isEqualTo("/in");
    sender.stop();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 429, 302, 404, -1})
  void a_try_that_failed_is_made_again_under_the_same_id_and_redirects_are_not_followed(int status) throws Exception {
    answers.add(status);
    outbox.add(HEALTHY);
    var sender = start();
    Received first = next();
    await(() -> outbox.log().size() == 1);
    assertThat(outbox.log().getFirst()).startsWith("later 1 at 2026-11-21T12:00:05Z: ");
    clock.pass(Duration.ofSeconds(5));
    sender.nudge();
    Received second = next();
    await(() -> outbox.log().size() == 2);
    sender.stop();

    assertThat(second.path()).isEqualTo("/in");
    assertThat(second.header("Webhook-id")).isEqualTo(first.header("Webhook-id"));
    assertThat(second.header("Webhook-timestamp")).isNotEqualTo(first.header("Webhook-timestamp"));
    assertThat(second.header("Webhook-signature")).isEqualTo(signed(second));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(outbox.log().getLast()).isEqualTo("delivered 1");
  }

  @Test
  void a_restart_goes_on_where_the_last_run_stopped() throws Exception {
    answers.add(503);
    outbox.add(HEALTHY);
    var first = start();
    String id = next().header("Webhook-id");
    await(() -> outbox.log().size() == 1);
    first.stop();
    clock.pass(Duration.ofMinutes(1));
    var second = start();

    assertThat(next().header("Webhook-id")).isEqualTo(id);
    await(() -> outbox.log().contains("delivered 1"));
    second.stop();
  }

  @Test
  void after_the_last_try_it_is_given_up() throws Exception {
    outbox.add(HEALTHY);
    for (int i = 0; i < 10; i++) {
      answers.add(500);
    }
    var sender = start();
    for (int tries = 1; tries <= 10; tries++) {
      next();
      int seen = tries;
      await(() -> outbox.log().size() == seen);
      clock.pass(Duration.ofHours(24));
      sender.nudge();
    }
    sender.stop();

    assertThat(outbox.log().getLast()).isEqualTo("given up 1: the receiver answered 500");
    assertThat(outbox.log()).hasSize(10);
    assertThat(received).isEmpty();
  }

  @Test
  void a_receiver_that_is_gone_is_believed_at_once() throws Exception {
    answers.add(410);
    outbox.add(HEALTHY);
    var sender = start();
    await(() -> outbox.log().size() == 1);
    sender.stop();

    assertThat(outbox.log().getFirst()).startsWith("given up 1: the receiver answered 410");
  }

  @Test
  void nobody_listening_is_a_failed_try_and_no_secret_is_logged() throws Exception {
    outbox.add(HEALTHY);
    var nowhere = receiver.getAddress().getPort();
    receiver.stop(0);
    try (var logged = new Logged()) {
      var sender = new WebhookSender(vertx, Optional.empty(), outbox, new WebhookSettings(
          URI.create("http://127.0.0.1:" + nowhere + "/in?code=url-s3cret"), SECRET, "/relay", Duration.ofSeconds(1)),
          RetrySchedule.STANDARD, clock);
      sender.start();
      await(() -> outbox.log().size() == 1);
      sender.stop();

      assertThat(outbox.log().getFirst()).endsWith("no connection").doesNotContain("s3cret");
      assertThat(logged.text()).contains("was not taken").doesNotContain("url-s3cret").doesNotContain(SECRET.reveal());
    }
  }

  @Test
  void a_receiver_of_a_further_authority_is_trusted_when_that_one_is() throws Exception {
    X509Bundle own = new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost")
        .setIsCertificateAuthority(true).buildSelfSigned();
    var keys = new PemKeyCertOptions().setKeyValue(Buffer.buffer(own.getPrivateKeyPEM()))
        .setCertValue(Buffer.buffer(own.getCertificatePathPEM()));
    int port = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
        .requestHandler(request -> request.response().setStatusCode(204).end()).listen(0, "127.0.0.1").await()
        .actualPort();
    var settings = new WebhookSettings(URI.create("https://localhost:" + port + "/in"), SECRET, "/relay",
        Duration.ofSeconds(5));
    outbox.add(HEALTHY);
    var stranger = new WebhookSender(vertx, Optional.empty(), outbox, settings, RetrySchedule.STANDARD, clock);
    stranger.start();
    await(() -> outbox.log().size() == 1);
    stranger.stop();
    assertThat(outbox.log().getFirst()).contains("no answer: SSL");

    outbox.add(HEALTHY); // the first one waits for its next try
    var trusting = new WebhookSender(vertx,
        Optional.of(new PemTrustOptions().addCertValue(Buffer.buffer(own.getCertificatePEM()))), outbox, settings,
        RetrySchedule.STANDARD, clock);
    trusting.start();
    await(() -> outbox.log().size() == 2);
    trusting.stop();
    assertThat(outbox.log().getLast()).startsWith("delivered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "whsec_", "whsec_%%%", "whsec_c2hvcnQ="})
  void a_secret_of_another_form_is_refused_without_repeating_it(String secret) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature(new Secret(secret)))
        .satisfies(refusal -> assertThat(refusal.getMessage())
            .isEqualTo("the webhook's secret must be whsec_ and the Base64 of 24 to 64 bytes"))
        .withNoCause();
  }
}
