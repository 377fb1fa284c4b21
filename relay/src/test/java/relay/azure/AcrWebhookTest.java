package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.azure.AzureCheck.Answer;
import relay.azure.AzureCheck.Finding;
import relay.azure.arm.WebhookId;
import relay.reconcile.HookException;
import relay.reconcile.RegistryHook;
import relay.reconcile.RegistryHook.Sent;
import sandbox.arm.Grants;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.ImageSpec;
import sandbox.registry.Options;
import sandbox.registry.PushedImage;
import sandbox.registry.Registry;

/** A registry's webhook through Azure's own client, over TLS, at the sandbox. */
class AcrWebhookTest {
  private static final String SECRET = "Bearer s3cr3t-of-the-webhook";
  private static final BlockingQueue<JsonObject> HEARD = new LinkedBlockingQueue<>();
  @TempDir
  private static Path folder;
  private static World world;
  private static IdentityEndpoint identity;
  private static Registry acr;
  private static HttpServer receiver;

  @BeforeAll
  static void start() throws Exception {
    world = new World(folder);
    identity = IdentityEndpoint.start(world.vertx);
    acr = Registry.start(world.vertx, identity, Options.defaults());
    world.arm.add(acr.management());
    receiver = world.vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(request -> request.body().onSuccess(body -> {
          HEARD.add(body.toJsonObject());
          request.response().setStatusCode(202).end();
        })).listen().await(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    acr.close();
    identity.close();
    world.close();
  }

  @BeforeEach
  void add_the_webhook() {
    world.arm.grants().reset(World.IDENTITY);
    world.arm.grants().grant(World.IDENTITY, Grants.REGISTRY_SELF_TEST);
    acr.addWebhook("relay",
        URI.create("http://user:pa55@127.0.0.1:" + receiver.actualPort() + "/hooks/acr/shop?key=qu3ry"),
        Map.of("Authorization", SECRET), "reviews/web:*", Set.of("push", "delete"));
    HEARD.clear();
  }

  private static WebhookId id(String webhook) {
    return new WebhookId(acr.id().subscription(), acr.id().group(), acr.id().name(), webhook);
  }

  private static RegistryHook hook(String webhook) {
    return world.clientsOfTheWorld().webhook(id(webhook));
  }

  @Test
  void looks_at_a_webhook_without_its_secret() throws Exception {
    assertThat(hook("relay").look())
        .isEqualTo(new RegistryHook.State(true, "reviews/web:*", Set.of("push", "delete")));
    acr.webhook("relay").orElseThrow().disable();
    assertThat(hook("relay").look().enabled()).isFalse();
    assertThat(world.arm.requests().entries(entry -> entry.path().contains("getCallbackConfig"))).isEmpty();
  }

  @Test
  void a_ping_reaches_the_endpoint() throws Exception {
    hook("relay").ping();
    JsonObject heard = Objects.requireNonNull(HEARD.poll(10, TimeUnit.SECONDS), "no ping");
    assertThat(heard.getString("action")).isEqualTo("ping");
  }

  @Test
  void the_log_tells_what_was_sent_in_vain_as_a_receiver_would_have_heard_it_and_nothing_secret() throws Exception {
    acr.webhook("relay").orElseThrow().cutOff();
    PushedImage pushed = acr.put("reviews/web", "1.8.0", ImageSpec.revision("a"));
    assertThat(acr.awaitDelivered(Duration.ofSeconds(10))).isTrue();
    List<Sent> log = hook("relay").log();
    assertThat(log).filteredOn(sent -> sent.action().equals("push") && sent.body().contains("1.8.0")).first()
        .satisfies(sent -> {
          assertThat(sent.path()).contains("/hooks/acr/shop");
          assertThat(sent.at()).isPresent();
          var body = new JsonObject(sent.body());
          assertThat(body.getString("id")).isEqualTo(sent.event());
          assertThat(body.getString("action")).isEqualTo("push");
          assertThat(body.getString("timestamp")).isNotBlank();
          assertThat(body.getJsonObject("target").getString("digest")).isEqualTo(pushed.digest());
          assertThat(body.getJsonObject("target").getString("tag")).isEqualTo("1.8.0");
          assertThat(body.getJsonObject("request").getString("host")).isEqualTo(acr.host());
        });
    assertThat(log.toString()).doesNotContain("s3cr3t", "pa55", "qu3ry");
  }

  @Test
  void a_right_that_is_missing_is_named() {
    world.arm.grants().revoke(World.IDENTITY, "Microsoft.ContainerRegistry/registries/webhooks/listEvents/action");
    HookException trouble = catchThrowableOfType(HookException.class, () -> hook("relay").log());
    assertThat(trouble.kind()).isEqualTo(HookException.Kind.FORBIDDEN);
    assertThat(trouble).hasMessageContaining("the relay cannot read the webhook's delivery log")
        .hasMessageContainingAll("lacks the action", "listEvents", id("relay").resourceId());
  }

  @Test
  void a_webhook_that_is_not_there_is_not_found() {
    HookException trouble = catchThrowableOfType(HookException.class, () -> hook("nobody").look());
    assertThat(trouble.kind()).isEqualTo(HookException.Kind.NOT_FOUND);
    assertThat(trouble).hasMessageContaining("Azure knows no webhook nobody of registry " + acr.id().name());
  }

  @Test
  void the_check_tells_what_it_may_do() throws Exception {
    List<Finding> found = world.clientsOfTheWorld().check().of(id("relay"));
    assertThat(found).noneMatch(finding -> finding.answer() == Answer.MISSING);
    assertThat(found.getFirst().sentence()).isEqualTo("it can be read and is enabled");
    world.arm.grants().revoke(World.IDENTITY, "Microsoft.ContainerRegistry/registries/webhooks/read");
    assertThat(world.clientsOfTheWorld().check().of(id("relay")))
        .anyMatch(finding -> finding.answer() == Answer.MISSING && finding.sentence().contains("webhooks/read"));
  }

  @Test
  void only_the_resource_id_of_a_webhook_names_one() {
    String text = id("relay").resourceId();
    assertThat(WebhookId.parse(text)).contains(id("relay"));
    assertThat(WebhookId.parse(text + "/x")).isEmpty();
    assertThat(WebhookId.parse(text.replace("/webhooks/relay", ""))).isEmpty();
    assertThat(WebhookId.parse(text.replace("relay", "../relay"))).isEmpty();
  }
}
