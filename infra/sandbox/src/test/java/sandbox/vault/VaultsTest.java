package sandbox.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.vault.Resolution.Status;

class VaultsTest {
  private static final String APP = "7d9f3e21-58a4-4c6b-9a10-2e4b6c8d0f13";
  private static final String BY_URI = "@Microsoft.KeyVault(SecretUri=https://kv-reviews.vault.azure.net/secrets/db)";
  private static final String BY_NAME = "@Microsoft.KeyVault(VaultName=kv-reviews;SecretName=db)";

  private final Vaults vaults = new Vaults();

  @Test
  void both_syntaxes_give_the_newest_version() {
    vaults.put("kv-reviews", "db", "old");
    String newest = vaults.put("kv-reviews", "db", "new");
    vaults.grant("kv-reviews", APP);
    for (String text : new String[]{BY_URI, BY_NAME, BY_URI.replace("/db)", "/db/)")}) {
      Resolution resolution = resolve(text);
      assertThat(resolution.status()).isEqualTo(Status.RESOLVED);
      assertThat(resolution.value()).contains("new");
      assertThat(resolution.activeVersion()).isEqualTo(newest);
    }
  }

  @Test
  void a_named_version_is_kept_to() {
    String first = vaults.put("kv-reviews", "db", "old");
    vaults.put("kv-reviews", "db", "new");
    vaults.grant("kv-reviews", APP);
    assertThat(resolve(BY_NAME.replace(")", ";SecretVersion=" + first + ")")).value()).contains("old");
    assertThat(resolve(BY_URI.replace(")", "/" + first + ")")).value()).contains("old");
    assertThat(resolve(BY_URI.replace(")", "/0000)")).status()).isEqualTo(Status.SECRET_VERSION_NOT_FOUND);
  }

  @Test
  void each_failure_has_its_own_status_and_leaves_the_literal() {
    assertThat(resolve(BY_URI).status()).isEqualTo(Status.VAULT_NOT_FOUND);
    vaults.put("kv-reviews", "other", "x");
    assertThat(resolve(BY_URI).status()).isEqualTo(Status.ACCESS_TO_KEY_VAULT_DENIED);
    vaults.grant("kv-reviews", APP);
    assertThat(resolve(BY_URI).status()).isEqualTo(Status.SECRET_NOT_FOUND);
    assertThat(resolve(BY_URI).environmentValue()).isEqualTo(BY_URI);
    vaults.put("kv-reviews", "db", "x");
    assertThat(vaults.resolve(BY_URI, "").orElseThrow().status()).isEqualTo(Status.MSI_NOT_ENABLED);
    vaults.outage("kv-reviews", Optional.of(Status.FETCH_TIMED_OUT));
    assertThat(resolve(BY_URI).status()).isEqualTo(Status.FETCH_TIMED_OUT);
    vaults.outage("kv-reviews", Optional.empty());
    vaults.revoke("kv-reviews", APP);
    assertThat(resolve(BY_URI).status()).isEqualTo(Status.ACCESS_TO_KEY_VAULT_DENIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"@Microsoft.KeyVault()", "@Microsoft.KeyVault(", "@Microsoft.KeyVault(SecretUri=)",
      "@Microsoft.KeyVault(SecretUri=http://kv.vault.azure.net/secrets/a)",
      "@Microsoft.KeyVault(SecretUri=https://kv.example.org/secrets/a)",
      "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/keys/a)",
      "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/)",
      "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/a/b/c)",
      "@Microsoft.KeyVault(SecretUri=:: no address)", "@Microsoft.KeyVault(VaultName=kv)",
      "@Microsoft.KeyVault(VaultName=;SecretName=a)", "@Microsoft.KeyVault(nonsense)"})
  void what_cannot_be_read_is_invalid_syntax(String text) {
    assertThat(resolve(text).status()).isEqualTo(Status.INVALID_SYNTAX);
  }

  @Test
  void an_ordinary_value_is_no_reference() {
    assertThat(vaults.resolve("plain", APP)).isEmpty();
  }

  @Test
  void a_resolution_does_not_print_its_secret() {
    vaults.put("kv-reviews", "db", "very-secret");
    vaults.grant("kv-reviews", APP);
    assertThat(resolve(BY_URI)).asString().doesNotContain("very-secret");
  }

  private Resolution resolve(String text) {
    return vaults.resolve(text, APP).orElseThrow();
  }
}
