package sandbox.arm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.vault.Vaults;

class ArmServerTest extends ArmWorld {
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
  void the_site_names_its_tier_and_the_host_of_its_tools_as_azure_cli_needs_them() throws Exception {
    JsonObject properties = properties(get(""));
    assertThat(properties.getString("sku")).isEqualTo("Basic");
    assertThat(properties.getJsonArray("enabledHostNames")).containsExactly("app-reviews-prod.azurewebsites.localhost",
        "app-reviews-prod.scm.azurewebsites.localhost");
    assertThat(properties.getJsonArray("hostNameSslStates").getJsonObject(1).getString("hostType"))
        .isEqualTo("Repository");
    assertThat(properties.getJsonArray("hostNameSslStates").getJsonObject(1).getString("name"))
        .isEqualTo("app-reviews-prod.scm.azurewebsites.localhost");
    assertThat(properties.getJsonObject("siteProperties").getJsonArray("properties").getJsonObject(0))
        .isEqualTo(new JsonObject().put("name", "LinuxFxVersion").put("value", BEFORE));
  }

  @Test
  void a_patch_answers_under_the_id_and_the_type_of_the_site_itself() throws Exception {
    JsonObject answer = json(patch(AFTER));
    assertThat(answer.getString("id")).isEqualTo(ID.path());
    assertThat(answer.getString("type")).isEqualTo("Microsoft.Web/sites");
    assertThat(json(get("/config/web")).getString("type")).isEqualTo("Microsoft.Web/sites/config");
  }

  @Test
  void the_last_change_has_no_zone_and_moves_the_etag() throws Exception {
    var before = get("");
    assertThat(properties(before).getString("lastModifiedTimeUtc"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?");
    assertThat(before.getHeader("ETag")).matches("\"1D[0-9A-F]{13}\"").isEqualTo(get("").getHeader("ETag"));
    var changed = patch(AFTER);
    assertThat(changed.getHeader("ETag")).isNotEqualTo(before.getHeader("ETag"));
    assertThat(get("").getHeader("ETag")).isEqualTo(changed.getHeader("ETag"));
  }

  @Test
  void app_service_names_no_character_set_and_arm_itself_does() throws Exception {
    assertThat(get("").getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(patch("nonsense").getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(send("GET", "", "arm", null).getHeader("Content-Type")).isEqualTo("application/json; charset=utf-8");
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
    for (String version : new String[]{"1999-01-01", "latest", "2025-03"}) {
      assertThat(code(send("GET", "/config/web?api-version=" + version, "arm", null))).as(version)
          .isEqualTo("InvalidApiVersionParameter");
    }
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
}
