package sandbox.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sandbox.arm.ArmOperation.GET_CONFIG;
import static sandbox.arm.ArmOperation.PATCH_CONFIG;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.arm.Faults.Match;
import sandbox.tls.LocalCertificate;
import sandbox.vault.Vaults;

class ArmServerTest {
  private static final SiteId ID = SiteId.of("0a1b2c3d-1111-4222-8333-444455556666", "rg-reviews-prod",
      "app-reviews-prod");
  private static final String IDENTITY = "7d9f3e21-58a4-4c6b-9a10-2e4b6c8d0f13";
  private static final String BEFORE = "DOCKER|crreviewsprod.azurecr.io/reviews/web@sha256:335f07f63d75567cb732ecc477bd5eabc331738710d69ccc1df8025562038711";
  private static final String AFTER = "DOCKER|crreviewsprod.azurecr.io/reviews/web@sha256:31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f";

  private final Vertx vertx = Vertx.vertx();
  private final FakeHost host = new FakeHost();
  private final Site site = new Site(ID,
      new Site.Details("West Europe", "app-reviews-prod.azurewebsites.localhost", IDENTITY, false),
      new JsonObject().put("numberOfWorkers", 2).put("linuxFxVersion", BEFORE)
          .put("acrUserManagedIdentityID", IDENTITY).put("healthCheckPath", "/healthz"),
      host, InstantSource.system());
  @TempDir
  Path folder;
  private Duration patience = Duration.ofSeconds(20);
  private ArmServer arm;
  private WebClient client;

  @BeforeEach
  void start() throws Exception {
    TokenCheck tokens = token -> switch (token) {
      case "arm" -> Optional.of(new TokenCheck.Caller(IDENTITY, "https://management.core.windows.net/"));
      case "arm-too" -> Optional.of(new TokenCheck.Caller(IDENTITY, "https://management.azure.com"));
      case "vault" -> Optional.of(new TokenCheck.Caller(IDENTITY, "https://vault.azure.net"));
      default -> Optional.empty();
    };
    arm = ArmServer.start(vertx, LocalCertificate.create(folder), tokens).await(10, TimeUnit.SECONDS);
    arm.add(site);
    client = WebClient.create(vertx, new WebClientOptions().setSsl(true).setUseAlpn(false)
        .setTrustOptions(new PemTrustOptions().addCertPath(arm.caPem().toString())));
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void config_reads_as_the_recorded_shape() throws Exception {
    var answer = get("/config/web");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer)).isEqualTo(new JsonObject("""
        {"id": "%1$s/config/web", "name": "app-reviews-prod", "type": "Microsoft.Web/sites/config",
         "location": "West Europe",
         "properties": {"numberOfWorkers": 2, "linuxFxVersion": "%2$s", "acrUseManagedIdentityCreds": true,
           "acrUserManagedIdentityID": "%3$s", "appSettings": null, "alwaysOn": true, "appCommandLine": "",
           "healthCheckPath": "/healthz", "http20Enabled": true, "minTlsVersion": "1.2", "ftpsState": "Disabled"}}"""
        .formatted(ID.path(), BEFORE, IDENTITY)));
    assertThat(json(answer).getJsonObject("properties").fieldNames()).containsExactly("numberOfWorkers",
        "linuxFxVersion", "acrUseManagedIdentityCreds", "acrUserManagedIdentityID", "appSettings", "alwaysOn",
        "appCommandLine", "healthCheckPath", "http20Enabled", "minTlsVersion", "ftpsState");
  }

  @Test
  void a_patch_changes_just_what_it_names_and_reaches_the_platform() throws Exception {
    var answer = patch(AFTER);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(properties(answer).getString("linuxFxVersion")).isEqualTo(AFTER);
    assertThat(properties(answer).getString("healthCheckPath")).isEqualTo("/healthz");
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo(AFTER);
    assertThat(host.configured).containsExactly(new SiteSettings(AFTER, true, IDENTITY));
  }

  @Test
  void the_request_log_has_the_body_byte_for_byte_and_never_the_token() throws Exception {
    patch(AFTER);
    assertThat(arm.requests().entries()).singleElement().satisfies(entry -> {
      assertThat(entry.method()).isEqualTo("PATCH");
      assertThat(entry.path()).isEqualTo(ID.path() + "/config/web");
      assertThat(entry.query()).isEqualTo("api-version=2025-03-01");
      assertThat(entry.body()).isEqualTo("{\"properties\":{\"linuxFxVersion\":\"" + AFTER + "\"}}");
      assertThat(entry.status()).isEqualTo(200);
      assertThat(entry.isWrite()).isTrue();
      assertThat(entry.headers().get("authorization")).doesNotContain("arm");
    });
  }

  @Test
  void the_site_tells_its_state_and_kind() throws Exception {
    JsonObject running = json(get(""));
    assertThat(running.getString("kind")).isEqualTo("app,linux,container");
    assertThat(running.getJsonObject("properties").getString("state")).isEqualTo("Running");
    assertThat(running.getJsonObject("properties").getString("defaultHostName"))
        .isEqualTo("app-reviews-prod.azurewebsites.localhost");
    assertThat(running.getJsonObject("properties").getString("inProgressOperationId")).isNull();
    host.stopped = true;
    assertThat(json(get("")).getJsonObject("properties").getString("state")).isEqualTo("Stopped");
  }

  @Test
  void instances_have_the_recorded_shape() throws Exception {
    JsonObject first = json(get("/instances")).getJsonArray("value").getJsonObject(0);
    assertThat(first).isEqualTo(new JsonObject("""
        {"id": "%s/instances/a1f0c3", "name": "a1f0c3", "type": "Microsoft.Web/sites/instances",
         "properties": {"state": "READY", "healthCheckUrl": "", "containers": {}}}""".formatted(ID.path())));
    assertThat(json(get("/instances/b2d9e7")).getJsonObject("properties").getString("state"))
        .isEqualTo("UNKNOWN");
    assertThat(get("/instances/none").statusCode()).isEqualTo(404);
  }

  @Test
  void references_have_the_recorded_shape_and_no_secret() throws Exception {
    var vaults = new Vaults();
    String version = vaults.put("kv-reviews-prod", "db-password", "very-secret");
    vaults.grant("kv-reviews-prod", IDENTITY);
    String text = "@Microsoft.KeyVault(SecretUri=https://kv-reviews-prod.vault.azure.net/secrets/db-password)";
    host.references.put("REVIEWS_DB_PASSWORD", vaults.resolve(text, IDENTITY).orElseThrow());
    var answer = get("/config/configreferences/appsettings");
    JsonObject expected = new JsonObject("""
        {"id": "%1$s/config/configreferences/appsettings/REVIEWS_DB_PASSWORD", "name": "REVIEWS_DB_PASSWORD",
         "type": "Microsoft.Web/sites/config",
         "properties": {"reference": "%2$s", "status": "Resolved", "vaultName": "kv-reviews-prod",
           "secretName": "db-password", "secretVersion": null, "identityType": {"type": "SystemAssigned"},
           "details": "Reference has been successfully resolved.", "source": "KeyVault",
           "activeVersion": "%3$s"}}""".formatted(ID.path(), text, version));
    assertThat(json(answer).getJsonArray("value")).containsExactly(expected);
    assertThat(answer.bodyAsString()).doesNotContain("very-secret");
    assertThat(json(get("/config/configreferences/appsettings/REVIEWS_DB_PASSWORD")))
        .isEqualTo(expected);
    assertThat(get("/config/configreferences/appsettings/OTHER").statusCode()).isEqualTo(404);
  }

  @Test
  void container_logs_are_text_or_204() throws Exception {
    assertThat(post("/containerlogs").statusCode()).isEqualTo(204);
    host.logs = Optional.of("2026-11-20T09:15:00Z hello\n");
    assertThat(post("/containerlogs").bodyAsString()).isEqualTo("2026-11-20T09:15:00Z hello\n");
  }

  @Test
  void restart_and_an_empty_list_of_containers() throws Exception {
    assertThat(post("/restart").statusCode()).isEqualTo(200);
    assertThat(host.restarts).isEqualTo(1);
    assertThat(json(get("/sitecontainers")).getJsonArray("value")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"arm", "arm-too"})
  void both_audiences_of_arm_are_taken(String token) throws Exception {
    assertThat(send("GET", "/config/web?api-version=2025-03-01", token, null).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vault", "nobody", ""})
  void a_token_for_another_service_is_refused(String token) throws Exception {
    var answer = send("GET", "/config/web?api-version=2025-03-01", token, null);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Bearer ");
  }

  @Test
  void a_missing_right_is_named() throws Exception {
    arm.grants().revoke(IDENTITY, "Microsoft.Web/sites/config/write");
    var answer = patch(AFTER);
    assertThat(answer.statusCode()).isEqualTo(403);
    JsonObject error = json(answer).getJsonObject("error");
    assertThat(error.getString("code")).isEqualTo("AuthorizationFailed");
    assertThat(error.getString("message")).containsIgnoringCase("'Microsoft.Web/sites/config/write'");
    assertThat(host.configured).isEmpty();
    assertThat(get("/config/web").statusCode()).isEqualTo(200);
    arm.grants().reset(IDENTITY);
    assertThat(patch(AFTER).statusCode()).isEqualTo(200);
  }

  @Test
  void listing_app_settings_is_beyond_the_role() throws Exception {
    assertThat(post("/config/appsettings/list").bodyAsString()).contains("sites/config/list/Action");
  }

  @Test
  void the_api_version_is_required_and_unknown_things_are_not_found() throws Exception {
    assertThat(code(send("GET", "/config/web", "arm", null))).isEqualTo("MissingApiVersionParameter");
    assertThat(get("/config/metadata").statusCode()).isEqualTo(404);
    arm.remove(ID);
    var gone = get("/config/web");
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(code(gone)).isEqualTo("ResourceNotFound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "{}", "{\"properties\":7}",
      "{\"properties\":{\"acrUseManagedIdentityCreds\":\"yes\"}}", "{\"properties\":{\"linuxFxVersion\":7}}",
      "{\"properties\":{\"linuxFxVersion\":\"nginx\"}}", "{\"properties\":{\"linuxFxVersion\":null}}"})
  void a_bad_patch_changes_nothing(String body) throws Exception {
    var answer = send("PATCH", "/config/web?api-version=2025-03-01", "arm", Buffer.buffer(body));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(site.linuxFxVersion()).isEqualTo(BEFORE);
    assertThat(host.configured).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503"})
  void an_outage_strikes_as_often_as_told(int status) throws Exception {
    var planted = arm.faults().plant(Match.on(PATCH_CONFIG).after(1).times(2), Fault.outage(status));
    assertThat(List.of(patch(BEFORE).statusCode(), patch(AFTER).statusCode(), patch(AFTER).statusCode(),
        patch(AFTER).statusCode())).containsExactly(200, status, status, 200);
    assertThat(planted.hits()).isEqualTo(2);
    assertThat(host.configured).hasSize(2);
  }

  @Test
  void a_conflict_speaks_in_capitals() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.conflict());
    var answer = patch(AFTER);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).fieldNames()).containsExactly("Code", "Message", "Target", "Details",
        "Innererror");
    assertThat(json(answer).getString("Code")).isEqualTo("Conflict");
  }

  @Test
  void throttling_names_the_wait_and_the_rest_of_the_allowance() throws Exception {
    InstantSource standing = InstantSource.fixed(Instant.EPOCH);
    arm.allow(new RateLimit(250, 25, standing), new RateLimit(1, 0.5, standing));
    arm.faults().plant(Match.anything().site("app-reviews-prod"), Fault.tooManyRequests(Duration.ofMillis(300)));
    assertThat(get("/config/web").getHeader("Retry-After")).isEqualTo("1");
    assertThat(get("/config/web").getHeader("x-ms-ratelimit-remaining-subscription-reads")).isEqualTo("248");
    assertThat(patch(AFTER).getHeader("x-ms-ratelimit-remaining-subscription-writes")).isEqualTo("0");
    var throttled = patch(AFTER);
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.getHeader("Retry-After")).isEqualTo("2");
  }

  @Test
  void a_lost_answer_has_done_its_work() {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.lostAnswer());
    assertThatThrownBy(() -> patch(AFTER)).hasMessageContaining("closed");
    assertThat(site.linuxFxVersion()).isEqualTo(AFTER);
    assertThat(arm.requests().entries().getLast().status()).isZero();
  }

  @Test
  void silence_does_nothing_and_answers_nothing() {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.silent());
    patience = Duration.ofSeconds(2);
    assertThatThrownBy(() -> patch(AFTER)).isInstanceOf(TimeoutException.class);
    assertThat(site.linuxFxVersion()).isEqualTo(BEFORE);
    assertThat(arm.requests().entries()).hasSize(1);
  }

  @Test
  void a_slow_answer_has_done_its_work_at_once() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.slow(Duration.ofMillis(200)));
    long start = System.nanoTime();
    assertThat(patch(AFTER).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
  }

  @Test
  void an_unexpected_202_names_where_to_look_and_when() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.accepted());
    var answer = patch(AFTER);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    assertThat(answer.getHeader("Location")).startsWith(arm.endpoint().toString() + "subscriptions/");
    assertThat(site.linuxFxVersion()).isEqualTo(AFTER);
  }

  @Test
  void a_stale_read_shows_the_old_image_for_a_while() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.staleReads(Duration.ofHours(1)));
    assertThat(properties(patch(AFTER)).getString("linuxFxVersion")).isEqualTo(AFTER);
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo(BEFORE);
    assertThat(site.linuxFxVersion()).isEqualTo(AFTER);
  }

  @Test
  void somebody_else_can_step_in_between_read_and_write() throws Exception {
    arm.faults().plant(Match.on(GET_CONFIG), Fault.foreignChange("DOCKER|foreign.example/web:1"));
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo(BEFORE);
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo("DOCKER|foreign.example/web:1");
    assertThat(arm.requests().entries(entry -> entry.isWrite())).isEmpty();
  }

  @Test
  void the_path_is_read_without_case_and_slots_are_sites_of_their_own() throws Exception {
    var staged = new Site(ID.inSlot("staging"), site.details(), new JsonObject().put("linuxFxVersion", AFTER),
        new FakeHost(), InstantSource.system());
    arm.add(staged);
    assertThat(properties(get("/SLOTS/Staging/config/WEB")).getString("linuxFxVersion")).isEqualTo(AFTER);
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo(BEFORE);
    arm.grants().revoke(IDENTITY, "Microsoft.Web/sites/slots/config/Read");
    assertThat(get("/slots/staging/config/web").statusCode()).isEqualTo(403);
  }

  private HttpResponse<Buffer> get(String rest) throws Exception {
    return send("GET", rest + "?api-version=2025-03-01", "arm", null);
  }

  private HttpResponse<Buffer> post(String rest) throws Exception {
    return send("POST", rest + "?api-version=2025-03-01", "arm", null);
  }

  private HttpResponse<Buffer> patch(String linuxFxVersion) throws Exception {
    return send("PATCH", "/config/web?api-version=2025-03-01", "arm",
        Buffer.buffer("{\"properties\":{\"linuxFxVersion\":\"" + linuxFxVersion + "\"}}"));
  }

  private HttpResponse<Buffer> send(String method, String rest, String token,
      @Nullable Buffer body)
      throws Exception {
    var request = client.requestAbs(HttpMethod.valueOf(method), arm.endpoint().resolve(ID.path()) + rest)
        .putHeader("Authorization", "Bearer " + token).putHeader("Content-Type", "application/json")
        .timeout(patience.toMillis());
    var answer = body == null ? request.send() : request.sendBuffer(body);
    return answer.await(10, TimeUnit.SECONDS);
  }

  private static JsonObject json(HttpResponse<Buffer> answer) {
    return Objects.requireNonNull(answer.bodyAsJsonObject());
  }

  private static JsonObject properties(HttpResponse<Buffer> answer) {
    return json(answer).getJsonObject("properties");
  }

  private static String code(HttpResponse<Buffer> answer) {
    return json(answer).getJsonObject("error").getString("code");
  }
}
