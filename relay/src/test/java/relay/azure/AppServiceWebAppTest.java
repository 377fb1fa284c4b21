package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static sandbox.arm.ArmOperation.CONTAINER_LOGS;
import static sandbox.arm.ArmOperation.GET_CONFIG;
import static sandbox.arm.ArmOperation.GET_SITE;
import static sandbox.arm.ArmOperation.LIST_REFERENCES;
import static sandbox.arm.ArmOperation.RESTART;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.WebApp.VaultReference;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.azure.arm.AzureSettings;
import relay.image.PinnedImage;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;
import sandbox.arm.SiteHost.Instance;
import sandbox.vault.Vaults;
import sandbox.wire.RequestLog;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppServiceWebAppTest {
  private static final WritePermit PERMIT = () -> {};
  private static final ConfiguredImage LIVE = new ConfiguredImage("DOCKER|crreviewsprod.azurecr.io/reviews/web:1.4");

  private World world;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void clearFaults() {
    world.arm.faults().clear();
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  @Test
  void a_look_reads_the_site_and_its_configuration() throws Exception {
    var app = world.app(LIVE.verbatim());
    assertThat(app.port().look()).isEqualTo(
        new AppView(LIVE, true, true, true, Optional.empty(), app.id.site() + ".azurewebsites.localhost",
            Optional.of("/subscriptions/" + app.id.subscription() + "/resourcegroups/" + app.id.resourceGroup()
                + "/providers/microsoft.web/serverfarms/plan")));
    assertThat(app.asked()).extracting(entry -> entry.method() + " " + entry.path() + "?" + entry.query())
        .containsExactly("GET " + app.id.resourceId() + "?api-version=2025-03-01",
            "GET " + app.id.resourceId() + "/config/web?api-version=2025-03-01");
    app.host.stopped = true;
    assertThat(app.port().look().running()).isFalse();
  }

  @Test
  void a_look_at_an_app_of_another_model_tells_it() throws Exception {
    assertThat(world.app("sitecontainers").port().look().live().isContainer()).isFalse();
    var windows = world.app("");
    world.arm.faults().plant(Match.on(GET_SITE), Fault.answer(200, new JsonObject().put("kind", "app")
        .put("properties", new JsonObject().put("state", "Running")
            .put("inProgressOperationId", "0a1b2c3d-1111-4222-8333-444455556666"))));
    AppView view = windows.port().look();
    assertThat(view.linuxContainer()).isFalse();
    assertThat(view.operation()).contains("operation 0a1b2c3d-1111-4222-8333-444455556666");
  }

  @Test
  void vault_references_tell_who_is_resolved_and_never_a_value() throws Exception {
    var app = world.app(LIVE.verbatim());
    var vaults = new Vaults();
    vaults.put("kv-reviews-prod", "db-password", "very-secret");
    String reference = "@Microsoft.KeyVault(VaultName=kv-reviews-prod;SecretName=db-password)";
    app.host.references.put("DENIED", vaults.resolve(reference, World.IDENTITY).orElseThrow());
    vaults.grant("kv-reviews-prod", World.IDENTITY);
    app.host.references.put("PASSWORD", vaults.resolve(reference, World.IDENTITY).orElseThrow());
    assertThat(app.port().vaultReferences()).containsExactlyInAnyOrder(new VaultReference("PASSWORD", true, "Resolved"),
        new VaultReference("DENIED", false, "AccessToKeyVaultDenied"));
    assertThat(world.app(LIVE.verbatim()).port().vaultReferences()).isEmpty();
  }

  @Test
  void a_status_that_the_sdk_does_not_know_is_unknown_and_not_resolved() throws Exception {
    var app = world.app(LIVE.verbatim());
    world.arm.faults().plant(Match.on(LIST_REFERENCES), Fault.answer(200, new JsonObject().put("value",
        new JsonArray().add(new JsonObject().put("name", "KEY").put("properties",
            new JsonObject().put("status", "ResolvedInSomeNewWay").put("source", "KeyVault")))
            .add(new JsonObject().put("name", "OTHER").put("properties", new JsonObject())))));
    assertThat(app.port().vaultReferences()).containsExactly(new VaultReference("KEY", false, "unknown"),
        new VaultReference("OTHER", false, "unknown"));
  }

  @Test
  void vault_references_are_read_over_all_pages() throws Exception {
    var app = world.app(LIVE.verbatim());
    String next = world.arm.endpoint() + app.id.resourceId().substring(1)
        + "/config/configreferences/appsettings?api-version=2025-03-01&page=2";
    world.arm.faults().plant(Match.on(LIST_REFERENCES), Fault.answer(200, page("FIRST").put("nextLink", next)));
    world.arm.faults().plant(Match.on(LIST_REFERENCES), Fault.answer(200, page("SECOND")));
    assertThat(app.port().vaultReferences()).extracting(VaultReference::setting).containsExactly("FIRST", "SECOND");
  }

  @Test
  void the_container_log_is_bounded_by_time_and_scrubbed() throws Exception {
    var app = world.app(LIVE.verbatim());
    app.host.log = Optional.of("""
        2026-11-20T09:14:00Z INFO  - Pulling image
        2026-11-20T09:15:00.123Z INFO  - Starting container, DB_PASSWORD=hunter2
          and its second line
        """);
    assertThat(app.port().containerLog(Instant.parse("2026-11-20T09:15:00Z"))).containsExactly(
        "2026-11-20T09:15:00.123Z INFO  - Starting container, DB_PASSWORD=***", "  and its second line");
    assertThat(app.asked()).singleElement().satisfies(entry -> {
      assertThat(entry.method()).isEqualTo("POST");
      assertThat(entry.path()).isEqualTo(app.id.resourceId() + "/containerlogs");
      assertThat(entry.body()).isEmpty();
    });
  }

  @Test
  void no_container_log_yet_is_an_empty_one() throws Exception {
    assertThat(world.app(LIVE.verbatim()).port().containerLog(Instant.EPOCH)).isEmpty();
  }

  @Test
  void there_is_always_at_least_one_instance() throws Exception {
    var app = world.app(LIVE.verbatim());
    assertThat(app.port().instances()).isEqualTo(1);
    app.host.instances = List.of(new Instance("a1", Instance.State.READY), new Instance("b2", Instance.State.UNKNOWN));
    assertThat(app.port().instances()).isEqualTo(2);
  }

  @Test
  void a_restart_is_one_request_and_is_not_repeated_when_its_answer_is_lost() throws Exception {
    var app = world.app(LIVE.verbatim());
    app.port().restart(PERMIT);
    assertThat(app.host.restarts).hasValue(1);
    assertThat(app.asked()).singleElement().satisfies(entry -> {
      assertThat(entry.method()).isEqualTo("POST");
      assertThat(entry.path()).isEqualTo(app.id.resourceId() + "/restart");
      assertThat(entry.query()).isEqualTo("api-version=2025-03-01");
    });
    world.arm.faults().plant(Match.on(RESTART), Fault.lostAnswer());
    assertThat(trouble(() -> app.port().restart(PERMIT))).hasMessageContaining("whether it restarts is not known");
    assertThat(app.host.restarts).hasValue(2);
    world.arm.faults().plant(Match.on(RESTART), Fault.conflict());
    app.port().restart(PERMIT);
    assertThat(app.host.restarts).hasValue(3);
  }

  @Test
  void every_request_is_told_to_the_listener() throws Exception {
    var app = world.app(LIVE.verbatim());
    world.heard.clear();
    world.arm.faults().plant(Match.on(GET_SITE), Fault.outage(503));
    app.port().look();
    assertThat(world.heard).extracting(World.Heard::operation, World.Heard::status).containsExactly(
        tuple("get-site", 503), tuple("get-site", 200),
        tuple("get-config", 200));
    assertThat(world.heard.getLast().writesRemaining()).isPresent();
    assertThat(world.heard).allSatisfy(each -> assertThat(each.took()).isPositive());
  }

  @Test
  void silence_ends_at_the_deadline_and_within_the_tries() throws Exception {
    var app = world.app(LIVE.verbatim());
    var port = world.clients(world.settings(Duration.ofSeconds(3), 2, Duration.ofSeconds(20))).webApp(app.id);
    world.arm.faults().plant(Match.on(GET_SITE).always(), Fault.silent());
    long started = System.nanoTime();
    var trouble = trouble(port::look);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("no answer in time").hasMessageContaining("2 tries");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
    assertThat(app.asked()).hasSize(2);
  }

  @Test
  void an_interrupt_ends_a_call_that_meets_silence() throws Exception {
    var app = world.app(LIVE.verbatim());
    var port = app.port();
    world.arm.faults().plant(Match.on(GET_CONFIG).always(), Fault.silent());
    var ended = new CompletableFuture<Throwable>();
    Thread waiting = Thread.ofVirtual().start(() -> {
      try {
        port.deploy(PinnedImage.parse("crreviewsprod.azurecr.io/reviews/web@sha256:" + "a".repeat(64)).orElseThrow(),
            Set.of(LIVE), PERMIT);
      } catch (WebAppException | InterruptedException e) {
        ended.complete(e);
      }
    });
    awaitOneRequest(app);
    waiting.interrupt();
    assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(app.writes()).isEmpty();
  }

  @Test
  void a_token_that_azure_does_not_accept_is_said_so() throws Exception {
    var app = world.app(LIVE.verbatim());
    var settings = world.settings(Duration.ofSeconds(10), 4, Duration.ofSeconds(20));
    var trouble = trouble(world.clients(settings, "another-token").webApp(app.id)::look);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.FORBIDDEN);
    assertThat(trouble).hasMessageContaining("does not accept the identity's token")
        .hasMessageNotContaining("another-token");
  }

  @Test
  void a_certificate_that_is_not_trusted_says_what_to_set() throws Exception {
    var app = world.app(LIVE.verbatim());
    AzureSettings trusting = world.settings(Duration.ofSeconds(10), 4, Duration.ofSeconds(20));
    var plain = new AzureSettings(trusting.credential(), trusting.clientId(), trusting.tenant(),
        trusting.armEndpoint(), trusting.authority(), Optional.empty(), trusting.deadline(), trusting.tries(),
        trusting.within(), trusting.pause());
    var trouble = trouble(world.clients(plain).webApp(app.id)::look);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("azure.trustedCertificates");
    assertThat(app.asked()).isEmpty();
  }

  @Test
  void a_large_container_log_keeps_its_end() throws Exception {
    var app = world.app(LIVE.verbatim());
    app.host.log = Optional.of("2026-11-20T09:15:00Z some line\n".repeat(100_000) + "2026-11-20T09:15:01Z the end\n");
    assertThat(app.port().containerLog(Instant.EPOCH)).hasSize(200).endsWith("2026-11-20T09:15:01Z the end");
  }

  @Test
  void a_container_log_that_fails_is_told() {
    var app = world.app(LIVE.verbatim());
    world.arm.faults().plant(Match.on(CONTAINER_LOGS), Fault.forbidden("microsoft.web/sites/containerlogs/action"));
    assertThat(trouble(() -> app.port().containerLog(Instant.EPOCH)))
        .hasMessageContaining("the action microsoft.web/sites/containerlogs/action");
  }

  private static JsonObject page(String name) {
    return new JsonObject().put("value", new JsonArray()
        .add(new JsonObject().put("name", name).put("properties", new JsonObject().put("status", "Resolved"))));
  }

  private static WebAppException trouble(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(WebAppException.class, call));
  }

  private static void awaitOneRequest(World.App app) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (app.asked().stream().map(RequestLog.Entry::method).toList().isEmpty()) {
      assertThat(System.nanoTime()).as("a request within 20 s").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
