package reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static reviews.RunningSite.json;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.settings.SettingsException;

class HealthTest {
  private static final String REFERENCE = "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/hidden)";

  @TempDir
  Path folder;

  @Test
  void a_well_site_tells_its_revision_version_and_instance() throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of("VERSION", "1.4.0", "WEBSITE_INSTANCE_ID", "instance-a"))) {
      var health = site.get("/healthz");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.getHeader("Cache-Control")).isEqualTo("no-store");
      assertThat(health.getHeader("Content-Type")).isEqualTo("application/json");
      assertThat(json(health)).isEqualTo(new JsonObject("""
          {"status":"ok","revision":"4f1c2ab","version":"1.4.0","instance":"instance-a","problems":[]}"""));
      assertThat(site.get("/ping").bodyAsString()).isEqualTo("pong\n");
    }
  }

  @Test
  void a_missing_secret_makes_it_unwell_and_is_named() throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of("SECRET_KEY", "", "REVISION", ""))) {
      var health = site.get("/healthz");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(json(health).getString("status")).isEqualTo("unwell");
      assertThat(json(health).getString("revision")).isEqualTo("unknown");
      assertThat(json(health).getJsonArray("problems"))
          .containsExactly("the setting SECRET_KEY is missing");
      assertThat(json(site.get("/api/config/check")))
          .isEqualTo(new JsonObject("{\"settings\":{\"SECRET_KEY\":\"missing\"}}"));
      assertThat(site.get("/ping").statusCode()).as("the process is alive").isEqualTo(200);
    }
  }

  @Test
  void an_unresolved_reference_makes_it_unwell_and_its_text_is_told_to_nobody()
      throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of("SECRET_KEY", REFERENCE))) {
      var health = site.get("/healthz");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.bodyAsString()).contains("SECRET_KEY still holds its Key Vault reference")
          .doesNotContain("hidden");
      var check = site.get("/api/config/check");
      assertThat(check.statusCode()).isEqualTo(200);
      assertThat(json(check).getJsonObject("settings").getMap()).isEqualTo(Map.of("SECRET_KEY", "unresolved"));
      assertThat(json(check).getString("help")).contains("@Microsoft.KeyVault(SecretUri=https://",
          "@Microsoft.KeyVault(VaultName=VAULT;SecretName=NAME)", "Key Vault Secrets User").doesNotContain("hidden");
    }
  }

  @Test
  void a_loaded_secret_is_told_as_loaded_and_not_by_value() throws SettingsException, TimeoutException {
    try (var site = RunningSite.with(folder, Map.of())) {
      assertThat(site.get("/api/config/check").bodyAsString()).isEqualTo("{\"settings\":{\"SECRET_KEY\":\"loaded\"}}");
    }
  }

  @Test
  void a_store_out_of_reach_is_told_on_pages_and_in_health_and_the_site_recovers_by_itself()
      throws SettingsException, TimeoutException, IOException {
    Path inTheWay = Files.writeString(folder.resolve("data"), "a file where the folder should be");
    Map<String, String> settings = Map.of("REVIEWS_STORE", inTheWay.resolve("reviews.db").toString(), "SAMPLE_DATA",
        "true");
    try (var site = RunningSite.with(folder, settings)) {
      var health = site.get("/healthz");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.bodyAsString()).contains("the store cannot be used").doesNotContain(folder.toString());
      for (String path : new String[]{"/", "/restaurants/1"}) {
        var page = site.get(path);
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.getHeader("Retry-After")).isEqualTo("10");
        assertThat(page.bodyAsString()).contains("Our notebook is out of reach").doesNotContain(folder.toString());
      }
      var refused = site.post("/restaurants", site.form("/restaurants/new"),
          Map.of("name", "n", "cuisine", "other", "address", "a", "description", "d"));
      assertThat(refused.statusCode()).isEqualTo(503);

      Files.delete(inTheWay);
      Eventually.succeeds(() -> assertThat(site.get("/healthz").statusCode()).isEqualTo(200));
      Eventually.succeeds(() -> assertThat(site.get("/").bodyAsString()).contains("Hinoki Counter"));
    }
  }
}
