package sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.containerregistry.ContainerRegistryManager;
import com.azure.resourcemanager.containerregistry.fluent.WebhooksClient;
import com.azure.resourcemanager.containerregistry.fluent.models.EventInner;
import com.azure.resourcemanager.containerregistry.models.PolicyStatus;
import com.azure.resourcemanager.containerregistry.models.WebhookAction;
import com.azure.resourcemanager.containerregistry.models.WebhookCreateParameters;
import com.azure.resourcemanager.containerregistry.models.WebhookStatus;
import com.azure.resourcemanager.containerregistry.models.WebhookUpdateParameters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import sandbox.arm.ArmOperation;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;
import sandbox.arm.Grants;
import sandbox.registry.ImageSpec;
import sandbox.registry.Registry;
import sandbox.registry.event.Delivery;

/** The registry's webhooks and their delivery log, managed with Azure's own client over TLS. */
class RegistryManagementTest {
  private static final String IDENTITY = "5c1d2e3f-0000-4aaa-9bbb-000000000001";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Vertx VERTX = Vertx.vertx();
  private static HttpServer receiver;
  private static Sandbox sandbox;
  private static WebhooksClient webhooks;
  private static ContainerRegistryManager manager;

  @BeforeAll
  static void start() throws Exception {
    receiver = VERTX.createHttpServer().requestHandler(request -> request.response().setStatusCode(202)
        .putHeader("Location", "/api/v1/deliveries/1").end("taken")).listen(0, "127.0.0.1").await();
    sandbox = Sandbox.start(Options.defaults());
    sandbox.arm().grants().grant(IDENTITY, Grants.REGISTRY_SELF_TEST);
    sandbox.arm().grants().grant(IDENTITY, List.of("Microsoft.ContainerRegistry/registries/webhooks/write",
        "Microsoft.ContainerRegistry/registries/webhooks/delete"));
    var endpoints = new HashMap<>(AzureEnvironment.AZURE.getEndpoints());
    endpoints.put("resourceManagerEndpointUrl", sandbox.arm().endpoint().toString());
    TokenCredential credential = context -> Mono.just(new AccessToken(
        sandbox.identity().issue(IDENTITY, "https://management.azure.com"),
        OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
    manager = ContainerRegistryManager.configure()
        .withHttpClient(new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(trusting())).build())
        .withRetryPolicy(new RetryPolicy(new FixedDelay(0, Duration.ofMillis(1))))
        .authenticate(credential, new AzureProfile("00000000-0000-0000-0000-000000000000",
            sandbox.registry().id().subscription(), new AzureEnvironment(endpoints)));
    webhooks = manager.serviceClient().getWebhooks();
  }

  private static SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(sandbox.arm().caPem())) {
      trusted.setCertificateEntry("sandbox", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
    VERTX.close().await();
  }

  private static Registry registry() { return sandbox.registry(); }

  private static String group() { return registry().id().group(); }

  private static String name() { return registry().id().name(); }

  private static void create(String webhook, String scope) {
    var _ = webhooks.create(group(), name(), webhook, new WebhookCreateParameters().withLocation("westeurope")
        .withTags(Map.of("team", "reviews"))
        .withServiceUri("http://user:s3cr3t@127.0.0.1:" + receiver.actualPort() + "/hooks/acr/main")
        .withCustomHeaders(Map.of("X-Relay", "s3cr3t-too")).withActions(List.of(WebhookAction.PUSH)).withScope(scope));
  }

  private static List<EventInner> log(String webhook) {
    return webhooks.listEvents(group(), name(), webhook).stream().toList();
  }

  @Test
  void a_registry_and_a_webhook_are_read_as_the_client_expects_them_and_without_the_secret() {
    create("relayread", "reviews/web:*");
    assertThat(manager.serviceClient().getRegistries().getByResourceGroup(group(), name()).loginServer())
        .isEqualTo(registry().host());
    var hook = webhooks.get(group(), name(), "relayread");
    assertThat(hook.status()).isEqualTo(WebhookStatus.ENABLED);
    assertThat(hook.scope()).isEqualTo("reviews/web:*");
    assertThat(hook.actions()).containsExactly(WebhookAction.PUSH);
    assertThat(hook.tags()).containsEntry("team", "reviews");
    assertThat(webhooks.list(group(), name())).extracting(each -> each.name()).contains("relayread");
    var update = new WebhookUpdateParameters().withStatus(WebhookStatus.DISABLED);
    assertThat(webhooks.update(group(), name(), "relayread", update).status()).isEqualTo(WebhookStatus.DISABLED);
    assertThat(registry().webhook("relayread").orElseThrow().enabled()).isFalse();
    assertThat(registry().webhook("relayread").orElseThrow().customHeaders()).containsKey("X-Relay");
    webhooks.delete(group(), name(), "relayread");
    assertThat(registry().webhook("relayread")).isEmpty();
  }

  @Test
  void a_webhook_without_a_location_is_refused() {
    var nowhere = new WebhookCreateParameters().withLocation("").withServiceUri("http://127.0.0.1:1/")
        .withActions(List.of(
            WebhookAction.PUSH));
    assertThatThrownBy(() -> webhooks.create(group(), name(), "relaynowhere", nowhere))
        .isInstanceOfSatisfying(ManagementException.class,
            refusal -> assertThat(refusal.getValue().getCode()).isEqualTo("LocationRequired"));
  }

  @Test
  void a_registry_tells_its_policies() {
    var found = manager.serviceClient().getRegistries().getByResourceGroup(group(), name());
    assertThat(found.policies().azureADAuthenticationAsArmPolicy().status().toString()).isEqualTo("enabled");
    assertThat(found.policies().quarantinePolicy().status()).isEqualTo(PolicyStatus.DISABLED);
    assertThat(found.tags()).isEmpty();
  }

  @Test
  void a_ping_is_named_at_once_and_stands_in_the_log_with_its_answer() throws Exception {
    create("relayping", "ping:*");
    String id = webhooks.ping(group(), name(), "relayping").id();
    assertThat(registry().awaitDelivered(SOON)).isTrue();
    EventInner line = log("relayping").getFirst();
    assertThat(line.id()).isEqualTo(id);
    assertThat(line.eventRequestMessage().content().action()).isEqualTo("ping");
    assertThat(line.eventRequestMessage().headers()).containsEntry("Authorization", "******");
    assertThat(line.eventRequestMessage().requestUri()).doesNotContain("s3cr3t").contains("/hooks/acr/main");
    assertThat(line.eventResponseMessage().statusCode()).isEqualTo("202");
    assertThat(line.eventResponseMessage().headers()).containsEntry("Location", "/api/v1/deliveries/1");
    assertThat(line.eventResponseMessage().content()).isEqualTo("taken");
  }

  @Test
  void the_log_has_what_never_arrived_too_over_several_pages_newest_first() throws Exception {
    create("relaylog", "log:*");
    registry().webhook("relaylog").orElseThrow().cutOff();
    sandbox.arm().pageSize(2);
    for (int i = 1; i <= 4; i++) {
      registry().put("log", "1." + i, ImageSpec.revision("log" + i));
    }
    registry().webhook("relaylog").orElseThrow().reconnect();
    registry().put("log", "1.5", ImageSpec.revision("log5"));
    assertThat(registry().awaitDelivered(SOON)).isTrue();
    List<EventInner> lines = log("relaylog");
    assertThat(lines).extracting(line -> line.eventRequestMessage().content().target().tag())
        .startsWith("1.5").containsExactlyInAnyOrder("1.1", "1.2", "1.3", "1.4", "1.5");
    assertThat(lines).extracting(line -> line.eventResponseMessage().statusCode()).containsExactly("202", "504", "504",
        "504", "504");
    assertThat(lines.getFirst().eventRequestMessage().content().target().digest())
        .isEqualTo(registry().digestOf("log", "1.5").orElseThrow());
    assertThat(registry().deliveries()).filteredOn(line -> line.status() == 504).extracting(Delivery::webhook)
        .contains("relaylog");
  }

  @Test
  void a_missing_right_is_named_and_the_callback_is_beyond_the_self_test() {
    create("relayright", "right:*");
    assertThatThrownBy(() -> webhooks.getCallbackConfig(group(), name(), "relayright"))
        .isInstanceOfSatisfying(ManagementException.class, refusal -> {
          assertThat(refusal.getResponse().getStatusCode()).isEqualTo(403);
          assertThat(refusal.getValue().getMessage())
              .contains("'Microsoft.ContainerRegistry/registries/webhooks/getCallbackConfig/action'")
              .doesNotContain("s3cr3t");
        });
    sandbox.arm().grants().grant(IDENTITY,
        List.of("Microsoft.ContainerRegistry/registries/webhooks/getCallbackConfig/action"));
    var callback = webhooks.getCallbackConfig(group(), name(), "relayright");
    assertThat(callback.serviceUri()).contains("user:s3cr3t@");
    assertThat(callback.customHeaders()).containsEntry("X-Relay", "s3cr3t-too");
  }

  @Test
  void unknown_things_bad_settings_and_planted_faults_answer_as_arm_does() {
    assertThatThrownBy(() -> log("nothere")).isInstanceOfSatisfying(ManagementException.class,
        refusal -> assertThat(refusal.getValue().getCode()).isEqualTo("ResourceNotFound"));
    assertThatThrownBy(() -> webhooks.get(group(), "another", "nothere"))
        .hasMessageContaining("Microsoft.ContainerRegistry/registries/another");
    assertThatThrownBy(() -> create("bad", "x:*")).hasMessageContaining("5 to 50 letters and digits");
    create("relayfault", "fault:*");
    sandbox.arm().faults().plant(Match.on(ArmOperation.LIST_EVENTS).site(name()), Fault.outage(503));
    assertThatThrownBy(() -> log("relayfault")).isInstanceOfSatisfying(ManagementException.class,
        refusal -> assertThat(refusal.getResponse().getStatusCode()).isEqualTo(503));
    assertThat(log("relayfault")).isEmpty();
  }
}
