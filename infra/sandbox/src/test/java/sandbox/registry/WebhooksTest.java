package sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.content.Manifest;
import sandbox.registry.event.Delivery;
import sandbox.registry.event.Webhook;

@Timeout(30)
class WebhooksTest {
  private static final Set<String> PUSH = Set.of("push");
  private static final Duration SOON = Duration.ofSeconds(10);

  private record Received(Map<String, String> headers, JsonObject body) {
    String tag() { return body.getJsonObject("target").getString("tag", "-"); }
  }

  private final Vertx vertx = Vertx.vertx();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpServer receiver = vertx.createHttpServer()
      .requestHandler(request -> request.body().onSuccess(body -> {
        var headers = new HashMap<String, String>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        received.add(new Received(headers, new JsonObject(body)));
        if (!"/silent".equals(request.path())) {
          request.response().setStatusCode("/broken".equals(request.path()) ? 500 : 202).putHeader("X-Answer", "a")
              .end("/long".equals(request.path()) ? "x".repeat(196_063) : "got it");
        }
      })).listen(0, "127.0.0.1").await();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry registry = Registry.start(vertx, identity,
      Options.defaults().withWebhookTimeLimit(Duration.ofMillis(400)));

  @AfterEach
  void stop() {
    registry.close();
    identity.close();
    vertx.close().await();
  }

  private URI receiver(String path) { return URI.create("http://127.0.0.1:" + receiver.actualPort() + path); }

  private List<String> tagsSeen() { return received.stream().map(Received::tag).toList(); }

  private void delivered() throws InterruptedException { assertThat(registry.awaitDelivered(SOON)).isTrue(); }

  @Test
  void sends_the_documented_payload_with_the_custom_headers_and_no_others() throws Exception {
    registry.addWebhook("relayhook", receiver("/"), Map.of("X-Relay-Secret", "s3cr3t"), "reviews/web:*", PUSH);
    PushedImage image = registry.put("reviews/web", "1.8.0", ImageSpec.revision("a"));
    delivered();
    Received push = received.getFirst();
    assertThat(push.headers()).containsEntry("x-relay-secret", "s3cr3t").containsEntry("content-type",
        "application/json; charset=utf-8").containsOnlyKeys("x-relay-secret", "content-type", "content-length", "host");
    assertThat(push.body().fieldNames()).containsExactly("id", "timestamp", "action", "target", "request");
    assertThat(OffsetDateTime.parse(push.body().getString("timestamp"))).isNotNull();
    assertThat(push.body().getJsonObject("target").encode()).isEqualTo(new JsonObject()
        .put("mediaType", Manifest.OCI_MANIFEST).put("size", image.size()).put("digest", image.digest())
        .put("length", image.size()).put("repository", "reviews/web").put("tag", "1.8.0").encode());
    assertThat(push.body().getJsonObject("request").fieldNames())
        .containsExactlyInAnyOrder("id", "host", "method", "useragent");
    assertThat(push.body().getJsonObject("request").getString("host")).isEqualTo(registry.host());
  }

  @Test
  void tells_each_webhook_only_what_its_scope_takes() throws Exception {
    for (String scope : new String[]{"web:*", "web:1.0", "web", "", "other:*"}) {
      registry.addWebhook("hook" + scope.replaceAll("\\W", "") + scope.length(), receiver("/"),
          Map.of("X-Scope", scope + "!"),
          scope, PUSH);
    }
    registry.put("web", "1.0", ImageSpec.revision("a"));
    registry.put("web", "latest", ImageSpec.revision("b"));
    registry.put("web", Optional.empty(), ImageSpec.revision("c"), Registry.Events.RAISED);
    delivered();
    assertThat(received).extracting(one -> one.headers().get("x-scope") + one.tag()).containsExactlyInAnyOrder(
        "web:*!1.0", "web:*!latest", "web:*!-", "web:1.0!1.0", "web!latest", "!1.0", "!latest", "!-");
  }

  @Test
  void raises_one_untagged_push_for_each_child_before_the_tagged_index() throws Exception {
    registry.addWebhook("relayhook", receiver("/"), Map.of(), "web:*", PUSH);
    PushedImage image = registry.put("web", "1.0", ImageSpec.revision("a").withPlatforms("linux/amd64", "linux/arm64"));
    delivered();
    assertThat(tagsSeen()).containsExactlyInAnyOrder("-", "-", "1.0");
    JsonObject tagged = received.stream().filter(one -> one.tag().equals("1.0")).findFirst().orElseThrow().body();
    assertThat(tagged.getJsonObject("target").getString("digest")).isEqualTo(image.digest());
    assertThat(tagged.getJsonObject("target").getString("mediaType")).isEqualTo(Manifest.OCI_INDEX);
  }

  @Test
  void tells_of_deleted_manifests_and_of_moved_tags_but_not_of_deleted_tags() throws Exception {
    registry.addWebhook("relayhook", receiver("/"), Map.of(), "web:*", Set.of("push", "delete"));
    PushedImage image = registry.put("web", Optional.of("1.0"), ImageSpec.revision("a"), Registry.Events.NONE);
    registry.tag("web", image.digest(), "2.0");
    delivered();
    assertThat(registry.deleteTag("web", "1.0")).isTrue();
    assertThat(registry.deleteManifest("web", image.digest())).isTrue();
    delivered();
    assertThat(received).extracting(one -> one.body().getString("action") + " " + one.tag())
        .containsExactly("push 2.0", "delete -");
    assertThat(received.getLast().body().getJsonObject("target").fieldNames())
        .containsExactlyInAnyOrder("mediaType", "digest", "repository");
    assertThat(registry.digestOf("web", "2.0")).isEmpty();
  }

  @Test
  void turns_credentials_in_the_address_into_basic_and_keeps_them_out_of_the_log() throws Exception {
    registry.addWebhook("relayhook", URI.create("http://$app:pa55@127.0.0.1:" + receiver.actualPort() + "/hook"),
        Map.of(),
        "", PUSH);
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    assertThat(received.getFirst().headers()).containsEntry("authorization", "Basic "
        + Base64.getEncoder().encodeToString("$app:pa55".getBytes(StandardCharsets.UTF_8)));
    Delivery line = registry.deliveries().getFirst();
    assertThat(line.requestUri()).isEqualTo(receiver("/hook"));
    assertThat(line.requestHeaders()).containsEntry("Authorization", "******");
    assertThat(line.toString()).doesNotContain("pa55");
  }

  @Test
  void logs_what_was_sent_and_answered_and_tries_only_once() throws Exception {
    registry.addWebhook("working", receiver("/"), Map.of(), "", PUSH);
    registry.addWebhook("failing", receiver("/broken"), Map.of(), "", PUSH);
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    assertThat(received).hasSize(2);
    assertThat(registry.deliveries()).extracting(Delivery::webhook, Delivery::status, Delivery::responseBody)
        .containsExactlyInAnyOrder(tuple("working", 202, "got it"),
            tuple("failing", 500, "got it"));
    Delivery line = registry.deliveries().getFirst();
    assertThat(line.requestHeaders()).containsEntry("Content-Length", Integer.toString(line.requestBody().length()));
    assertThat(new JsonObject(line.requestBody()).getString("id")).isEqualTo(line.eventId());
    assertThat(line.responseHeaders()).containsKey("X-Answer");
  }

  @Test
  void keeps_the_first_few_kilobytes_of_an_answer() throws Exception {
    registry.addWebhook("talking", receiver("/long"), Map.of(), "", PUSH);
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    assertThat(registry.deliveries().getFirst().responseBody()).hasSize(4096);
  }

  @Test
  void a_webhook_made_again_under_its_name_does_not_show_the_lines_of_the_old_one() throws Exception {
    registry.addWebhook("relayhook", receiver("/"), Map.of(), "", PUSH);
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    assertThat(registry.deliveries()).hasSize(1);
    registry.removeWebhook("relayhook");
    registry.addWebhook("relayhook", receiver("/"), Map.of(), "", PUSH);
    assertThat(registry.deliveries()).isEmpty();
  }

  @Test
  void gives_up_after_the_time_limit_and_logs_a_504_and_a_502_for_nobody_there() throws Exception {
    registry.addWebhook("silent", receiver("/silent"), Map.of(), "", PUSH);
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    assertThat(registry.deliveries()).extracting(Delivery::status).containsExactly(504);
    assertThat(registry.deliveries().getFirst().took()).isBetween(Duration.ofMillis(350), Duration.ofSeconds(8));
    URI nobody = receiver("/");
    receiver.close().await();
    registry.removeWebhook("silent");
    registry.addWebhook("absent", nobody, Map.of(), "", PUSH);
    registry.put("web", "1.1", ImageSpec.revision("b"));
    delivered();
    assertThat(registry.deliveries().getLast().status()).isEqualTo(502);
  }

  @Test
  void pings_and_says_nothing_while_disabled() throws Exception {
    Webhook hook = registry.addWebhook("relayhook", receiver("/"), Map.of(), "", PUSH);
    assertThat(registry.ping("relayhook").await().status()).isEqualTo(202);
    assertThat(received.getFirst().body().fieldNames()).containsExactly("id", "timestamp", "action");
    hook.disable();
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    hook.enable();
    registry.put("web", "1.1", ImageSpec.revision("b"));
    delivered();
    assertThat(received.stream().skip(1).map(Received::tag)).containsExactly("1.1");
  }

  @Test
  void repeats_a_push_from_each_replica_under_a_new_id() throws Exception {
    registry.replicas(2, Duration.ofMillis(20));
    registry.addWebhook("relayhook", receiver("/"), Map.of(), "", PUSH);
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    assertThat(received).hasSize(3);
    assertThat(received.stream().map(one -> one.body().getString("id")).distinct()).hasSize(3);
    assertThat(received.stream().map(one -> one.body().getJsonObject("request").getString("id")).distinct()).hasSize(1);
  }

  @Test
  void raises_quarantine_beside_push_without_media_type_and_user_agent() throws Exception {
    registry.addWebhook("scanner", receiver("/"), Map.of(), "", Set.of("quarantine"));
    registry.put("web", "1.0", ImageSpec.revision("a"));
    delivered();
    assertThat(received).hasSize(1);
    assertThat(received.getFirst().body().getJsonObject("target").fieldNames())
        .containsExactlyInAnyOrder("size", "digest", "length", "repository", "tag");
    assertThat(received.getFirst().body().getJsonObject("request").containsKey("useragent")).isFalse();
  }
}
