package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.settings.SettingsException;

/** What the site does while nobody can sign in. */
class NoSignInTest {
  private static final Map<String, String> SETTINGS = Map.of("SIGN_IN_TENANT_ID",
      "11111111-2222-3333-4444-555555555555", "SIGN_IN_CLIENT_ID", "reviews-client", "SIGN_IN_CLIENT_SECRET",
      "provider-secret", "SIGN_IN_AUTHORITY", "http://127.0.0.1:1", "SITE_URL", "http://localhost:1");

  @TempDir
  Path folder;

  @Test
  void a_provider_out_of_reach_is_told_and_the_site_goes_on() throws SettingsException, TimeoutException {
    var nowhere = new HashMap<>(SETTINGS);
    try (var alone = RunningSite.with(folder, nowhere)) {
      var answer = alone.get("/sign-in");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.getHeader("Retry-After")).isEqualTo("10");
      assertThat(answer.bodyAsString()).contains("Signing in is out of reach").doesNotContain("127.0.0.1");
      assertThat(alone.get("/signed-out").statusCode()).isEqualTo(200);
      assertThat(alone.get("/healthz").statusCode()).as("reading still works").isEqualTo(200);
    }
  }

  @Test
  void without_the_client_secret_nobody_can_sign_in_and_the_site_is_unwell()
      throws SettingsException, TimeoutException {
    var secretless = new HashMap<>(SETTINGS);
    secretless.put("SIGN_IN_CLIENT_SECRET", "@Microsoft.KeyVault(VaultName=v;SecretName=very-private)");
    try (var closed = RunningSite.with(folder, secretless)) {
      assertThat(closed.get("/healthz").bodyAsString()).contains("SIGN_IN_CLIENT_SECRET")
          .doesNotContain("very-private");
      assertThat(closed.get("/sign-in").statusCode()).isEqualTo(503);
      assertThat(closed.get("/restaurants/new").bodyAsString()).contains("SIGN_IN_CLIENT_SECRET");
    }
  }

  @Test
  void without_sign_in_a_demo_takes_forms_and_says_so_and_any_other_site_takes_none()
      throws SettingsException, TimeoutException {
    try (var demo = RunningSite.with(folder.resolve("demo"), Map.of());
        var real = RunningSite.with(folder.resolve("real"), Map.of("DEMO", "false"))) {
      assertThat(demo.get("/").bodyAsString()).contains("anybody may add to them without signing in");
      assertThat(demo.get("/sign-in").statusCode()).isEqualTo(404);
      var form = demo.form("/restaurants/new");
      assertThat(real.get("/restaurants/new").statusCode()).isEqualTo(403);
      var refused = real.post("/restaurants", form, Map.of("name", "n"));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.bodyAsString()).contains("signing in has not been set up");
    }
  }
}
