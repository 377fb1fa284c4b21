package reviews.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SiteSettingsTest {
  @Test
  void an_empty_environment_gives_the_defaults_and_a_missing_secret() throws BadSettings {
    SiteSettings settings = SiteSettings.from(Map.of(), "1.2.3");
    assertThat(settings).isEqualTo(new SiteSettings(8080, "0.0.0.0", Path.of("data/reviews.db").toAbsolutePath(), true,
        "unknown", "1.2.3", "unknown", Map.of(Setting.SECRET_KEY, new SecretSetting.Missing())));
  }

  @Test
  void every_setting_is_read() throws BadSettings {
    SiteSettings settings = SiteSettings.from(
        Map.of("PORT", " 80 ", "HOST", "127.0.0.1", "REVIEWS_STORE", "/x/y.db", "DEMO", "False", "REVISION", "abc",
            "VERSION", "9", "WEBSITE_INSTANCE_ID", "i1", "SECRET_KEY", "k"),
        "1.2.3");
    assertThat(settings).isEqualTo(new SiteSettings(80, "127.0.0.1", Path.of("/x/y.db"), false, "abc", "9", "i1",
        Map.of(Setting.SECRET_KEY, new SecretSetting.Loaded(new Secret("k")))));
  }

  @Test
  void every_fault_is_told_at_once() {
    assertThatThrownBy(() -> SiteSettings.from(Map.of("PORT", "65536", "DEMO", "perhaps", "REVIEWS_STORE", "a\0b"), ""))
        .asInstanceOf(InstanceOfAssertFactories.type(BadSettings.class))
        .extracting(BadSettings::faults, InstanceOfAssertFactories.list(String.class)).hasSize(3)
        .anySatisfy(fault -> assertThat(fault).contains("PORT", "65536"))
        .anySatisfy(fault -> assertThat(fault).contains("DEMO", "perhaps"))
        .anySatisfy(fault -> assertThat(fault).contains("REVIEWS_STORE"));
  }

  @Test
  void a_reference_that_the_platform_left_unresolved_is_no_secret() {
    for (String literal : List.of("@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k)",
        "@Microsoft.KeyVault(VaultName=v;SecretName=k)", "  @Microsoft.KeyVault(")) {
      assertThat(SecretSetting.of(literal)).as(literal).isEqualTo(new SecretSetting.Unresolved());
      assertThat(SecretSetting.of(literal).loaded()).isEmpty();
    }
    assertThat(SecretSetting.of(" ")).isEqualTo(new SecretSetting.Missing());
    assertThat(SecretSetting.of("mail@Microsoft.KeyVault(").word()).isEqualTo("loaded");
  }

  @Test
  void a_secret_is_never_printed() throws BadSettings {
    assertThat(SiteSettings.from(Map.of("SECRET_KEY", "hush-hush"), "1").toString()).doesNotContain("hush")
        .contains("***");
  }
}
