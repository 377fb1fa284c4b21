package reviews.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SiteSettingsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static final String TENANT = "11111111-2222-3333-4444-555555555555";

  @Test
  void an_empty_environment_gives_the_defaults_and_a_missing_secret() throws SettingsException {
    SiteSettings settings = SiteSettings.from(Map.of(), "1.2.3");
    assertThat(settings).isEqualTo(new SiteSettings(8080, "0.0.0.0",
        data(Path.of("data/reviews.db").toAbsolutePath(), Path.of("data/photos").toAbsolutePath()), true,
        true, "unknown", "1.2.3", "unknown", Optional.empty(), new EdgeSettings(0, 30, Optional.empty()),
        new TelemetrySettings(OptionalInt.empty(), "127.0.0.1", Optional.empty()),
        Map.of(Setting.SECRET_KEY, new SecretSetting.Missing())));
  }

  private static DataSettings data(Path store, Path photos) {
    return new DataSettings(new StoreSettings.Embedded(store), new PhotoSettings.Folder(photos), Optional.empty(),
        Optional.empty());
  }

  @Test
  void every_setting_is_read() throws SettingsException {
    SiteSettings settings = SiteSettings.from(
        Map.ofEntries(Map.entry("PORT", " 80 "), Map.entry("HOST", "127.0.0.1"), Map.entry("REVIEWS_STORE", "/x/y.db"),
            Map.entry("REVIEWS_PHOTOS", "/x/p"),
            Map.entry("DEMO", "False"), Map.entry("REVISION", "abc"), Map.entry("VERSION", "9"),
            Map.entry("WEBSITE_INSTANCE_ID", "i1"), Map.entry("SECRET_KEY", KEY), Map.entry("FORWARDED_HOPS", "2"),
            Map.entry("WRITES_PER_MINUTE", "5"), Map.entry("COUNTRY_HEADER", "X-Country"),
            Map.entry("METRICS_PORT", "9090"), Map.entry("METRICS_HOST", "0.0.0.0"),
            Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318/"), Map.entry("SIGN_IN_TENANT_ID", TENANT),
            Map.entry("SIGN_IN_CLIENT_ID", "app"), Map.entry("SIGN_IN_CLIENT_SECRET", "s"),
            Map.entry("SITE_URL", "https://reviews.example/"), Map.entry("LOG_FORMAT", "JSON")),
        "1.2.3");
    assertThat(settings).isEqualTo(
        new SiteSettings(80, "127.0.0.1", data(Path.of("/x/y.db"), Path.of("/x/p")), false, false, "abc", "9", "i1",
            Optional.of(new SignInSettings(URI.create("https://login.microsoftonline.com/" + TENANT + "/v2.0"), TENANT,
                "app", new SecretSetting.Loaded(new Secret("s")), URI.create("https://reviews.example"))),
            new EdgeSettings(2, 5, Optional.of("X-Country")),
            new TelemetrySettings(OptionalInt.of(9090), "0.0.0.0", Optional.of(URI.create("http://localhost:4318"))),
            Map.of(Setting.SECRET_KEY, new SecretSetting.Loaded(new Secret(KEY)), Setting.SIGN_IN_CLIENT_SECRET,
                new SecretSetting.Loaded(new Secret("s")))));
  }

  @Test
  void on_app_service_one_front_end_is_believed_and_the_site_knows_its_address() throws SettingsException {
    SiteSettings settings = SiteSettings.from(Map.of("WEBSITE_HOSTNAME", "reviews.azurewebsites.net",
        "SIGN_IN_TENANT_ID", TENANT, "SIGN_IN_CLIENT_ID", "app"), "1");
    assertThat(settings.edge().forwardedHops()).isEqualTo(1);
    assertThat(settings.signIn().orElseThrow().site()).isEqualTo(URI.create("https://reviews.azurewebsites.net"));
    assertThat(settings.secrets()).containsEntry(Setting.SIGN_IN_CLIENT_SECRET, new SecretSetting.Missing());
  }

  @Test
  void a_sign_in_that_is_half_set_up_or_open_to_every_tenant_is_a_fault() {
    Map.of("SIGN_IN_CLIENT_ID", Map.of("SIGN_IN_TENANT_ID", TENANT), "SIGN_IN_TENANT_ID is missing",
        Map.of("SIGN_IN_CLIENT_ID", "app"), "SITE_URL is missing",
        Map.of("SIGN_IN_TENANT_ID", TENANT, "SIGN_IN_CLIENT_ID", "app"), "SIGN_IN_TENANT_ID is 'common'",
        Map.of("SIGN_IN_TENANT_ID", "common", "SIGN_IN_CLIENT_ID", "app"), "SIGN_IN_AUTHORITY",
        Map.of("SIGN_IN_AUTHORITY", "http://login.example"), "SITE_URL is 'ftp://x'", Map.of("SITE_URL", "ftp://x"))
        .forEach((fault, environment) -> assertThatThrownBy(() -> SiteSettings.from(environment, "1"))
            .as(fault).isInstanceOf(SettingsException.class).hasMessageContaining(fault));
  }

  @Test
  void every_fault_is_told_at_once() {
    assertThatThrownBy(() -> SiteSettings.from(Map.of("PORT", "65536", "DEMO", "perhaps", "REVIEWS_STORE", "a\0b"), ""))
        .asInstanceOf(InstanceOfAssertFactories.type(SettingsException.class))
        .extracting(SettingsException::faults, InstanceOfAssertFactories.list(String.class)).hasSize(3)
        .anySatisfy(fault -> assertThat(fault).contains("PORT", "65536"))
        .anySatisfy(fault -> assertThat(fault).contains("DEMO", "perhaps"))
        .anySatisfy(fault -> assertThat(fault).contains("REVIEWS_STORE"));
  }

  @Test
  void a_reference_that_the_platform_left_unresolved_is_no_secret() {
    for (String literal : List.of("@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k)",
        "@Microsoft.KeyVault(VaultName=v;SecretName=k)", "  @Microsoft.KeyVault(")) {
      assertThat(SecretSetting.of(Setting.SECRET_KEY, literal)).as(literal).isEqualTo(new SecretSetting.Unresolved());
      assertThat(SecretSetting.of(Setting.SECRET_KEY, literal).loaded()).isEmpty();
    }
    assertThat(SecretSetting.of(Setting.SECRET_KEY, " ")).isEqualTo(new SecretSetting.Missing());
    assertThat(SecretSetting.of(Setting.SIGN_IN_CLIENT_SECRET, "mail@Microsoft.KeyVault(").word()).isEqualTo("loaded");
  }

  @Test
  void a_key_that_could_be_guessed_counts_as_none() throws SettingsException {
    SecretSetting key = SiteSettings.from(Map.of("SECRET_KEY", KEY.substring(1)), "1").secretKey();
    assertThat(key.loaded()).isEmpty();
    assertThat(key.word()).isEqualTo("too-short");
    assertThat(key.problem(Setting.SECRET_KEY)).contains("the setting SECRET_KEY has fewer than 32 characters");
  }

  @Test
  void a_secret_is_never_printed() throws SettingsException {
    assertThat(SiteSettings.from(Map.of("SECRET_KEY", "hush-hush-hush-hush-hush-hush-hush"), "1").toString())
        .doesNotContain("hush")
        .contains("***");
  }
}
