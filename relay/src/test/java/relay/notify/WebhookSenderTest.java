package relay.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private TestReceiver receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = new TestReceiver();
  }

  @AfterEach
  void close() throws Exception {
    receiver.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private Sending start() {
    return start(Optional.empty(), receiver.url(), Duration.ofMillis(700));
  }

  private Sending start(Optional<TrustOptions> trust, URI url, Duration deadline) {
    return new Sending(vertx, trust, outbox, new WebhookSettings(url, SECRET, "/relay/shop", deadline), clock);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition within a minute").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** As the specification of Standard Webhooks words it: id, timestamp and body joined by full stops. */
  private static String signed(TestReceiver.Received message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String content = message.header("Webhook-id") + "." + message.header("Webhook-timestamp") + "." + message.body();
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_message_is_a_cloud_event_with_a_signature_that_verifies() throws Exception {
    outbox.add(HEALTHY);
    var sender = start();
    TestReceiver.Received message = receiver.next();
    await(() -> outbox.log().equals(List.of("delivered 1")));
    sender.close();

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
  void a_wake_up_sends_what_is_new() throws Exception {
    var sender = start();
    outbox.add(HEALTHY);
    sender.wake();

    assertThat(receiver.next().path()).isEqualTo("/in");
    sender.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 429, 302, 404, -1})
  void a_try_that_failed_is_made_again_under_the_same_id_and_redirects_are_not_followed(int status) throws Exception {
    receiver.answer(status);
    outbox.add(HEALTHY);
    var sender = start();
    TestReceiver.Received first = receiver.next();
    await(() -> outbox.log().size() == 1);
    assertThat(outbox.log().getFirst()).startsWith("later 1 at 2026-11-21T12:00:05Z: ");
    clock.pass(Duration.ofSeconds(5));
    sender.wake();
    TestReceiver.Received second = receiver.next();
    await(() -> outbox.log().size() == 2);
    sender.close();

    assertThat(second.path()).isEqualTo("/in");
    assertThat(second.header("Webhook-id")).isEqualTo(first.header("Webhook-id"));
    assertThat(second.header("Webhook-timestamp")).isNotEqualTo(first.header("Webhook-timestamp"));
    assertThat(second.header("Webhook-signature")).isEqualTo(signed(second));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(outbox.log().getLast()).isEqualTo("delivered 1");
  }

  @Test
  void a_restart_goes_on_where_the_last_run_stopped() throws Exception {
    receiver.answer(503);
    outbox.add(HEALTHY);
    var first = start();
    String id = receiver.next().header("Webhook-id");
    await(() -> outbox.log().size() == 1);
    first.close();
    clock.pass(Duration.ofMinutes(1));
    var second = start();

    assertThat(receiver.next().header("Webhook-id")).isEqualTo(id);
    await(() -> outbox.log().contains("delivered 1"));
    second.close();
  }

  @Test
  void after_the_last_try_it_is_given_up() throws Exception {
    outbox.add(HEALTHY);
    for (int i = 0; i < 10; i++) {
      receiver.answer(500);
    }
    var sender = start();
    for (int tries = 1; tries <= 10; tries++) {
      receiver.next();
      int seen = tries;
      await(() -> outbox.log().size() == seen);
      clock.pass(Duration.ofHours(24));
      sender.wake();
    }
    sender.close();

    assertThat(outbox.log().getLast()).isEqualTo("given up 1: the receiver answered 500");
    assertThat(outbox.log()).hasSize(10);
    assertThat(receiver.hasNoMore()).isTrue();
  }

  @Test
  void a_receiver_that_is_gone_is_believed_at_once() throws Exception {
    receiver.answer(410);
    outbox.add(HEALTHY);
    var sender = start();
    await(() -> outbox.log().size() == 1);
    sender.close();

    assertThat(outbox.log().getFirst()).startsWith("given up 1: the receiver answered 410");
  }

  @Test
  void nobody_listening_is_a_failed_try_and_no_secret_is_logged() throws Exception {
    outbox.add(HEALTHY);
    URI nowhere = receiver.url();
    receiver.close();
    try (var logged = new Logged()) {
      var sender = start(Optional.empty(), nowhere, Duration.ofSeconds(1));
      await(() -> outbox.log().size() == 1);
      sender.close();

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
    var url = URI.create("https://localhost:" + port + "/in");
    outbox.add(HEALTHY);
    var stranger = start(Optional.empty(), url, Duration.ofSeconds(5));
    await(() -> outbox.log().size() == 1);
    stranger.close();
    assertThat(outbox.log().getFirst()).contains("no answer: SSL");

    outbox.add(HEALTHY); // the first one waits for its next try
    var trusting = start(Optional.of(new PemTrustOptions().addCertValue(Buffer.buffer(own.getCertificatePEM()))), url,
        Duration.ofSeconds(5));
    await(() -> outbox.log().size() == 2);
    trusting.close();
    assertThat(outbox.log().getLast()).startsWith("delivered");
  }

  @Test
  void an_outbox_that_fails_once_even_with_an_error_ends_nothing() throws Exception {
    var broken = new AtomicBoolean(true);
    outbox.whenAsked(() -> {
      if (broken.getAndSet(false)) {
        throw new StackOverflowError("planted");
      }
    });
    outbox.add(HEALTHY);
    try (var _ = new Logged(); var _ = start()) {
      assertThat(receiver.next().path()).isEqualTo("/in");
    }
  }
}
