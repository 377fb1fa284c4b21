package reviews.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a secret on its way through the platform into the environment. */
public sealed interface SecretSetting {
  /**
   * How the literal of a Key Vault reference begins. App Service passes it on unchanged when it could not resolve it
   * (learn.microsoft.com, "Use Key Vault references as app settings").
   */
  String REFERENCE = "@Microsoft.KeyVault(";

  record Loaded(Secret value) implements SecretSetting {}

  record Missing() implements SecretSetting {}

  /** The platform passed the reference on. */
  record Unresolved() implements SecretSetting {}

  /** It is there, and too short to be a secret: whoever guesses it could sign in anybody's name. */
  record TooShort(int least) implements SecretSetting {}

  /** The site itself could not read it in the vault. */
  record Unreadable() implements SecretSetting {}

  /** What a reference must look like, for whoever mends one. */
  String HELP = "A Key Vault reference has one of two forms, with nothing before or after it: "
      + "@Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/NAME) or "
      + "@Microsoft.KeyVault(VaultName=VAULT;SecretName=NAME). The app's managed identity needs the role "
      + "'Key Vault Secrets User' on the vault, and the app must reach the vault over the network. The portal shows "
      + "each reference's status under Environment variables.";

  /** Judges the setting's value; absent and blank are the same. */
  static SecretSetting of(Setting setting, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return new Missing();
    }
    if (value.strip().startsWith(REFERENCE)) {
      return new Unresolved();
    }
    return value.strip().length() < setting.least() ? new TooShort(setting.least()) : new Loaded(new Secret(value));
  }

  /** The word that {@code GET /api/config/check} uses. */
  default String word() {
    return switch (this) {
      case Loaded _ -> "loaded";
      case Missing _ -> "missing";
      case Unresolved _ -> "unresolved";
      case TooShort _ -> "too-short";
      case Unreadable _ -> "unreadable";
    };
  }

  /** What is wrong, in a sentence that names the setting and holds nothing of the value; empty when it is loaded. */
  default Optional<String> problem(Setting setting) {
    return switch (this) {
      case Loaded _ -> Optional.empty();
      case Missing _ -> Optional.of("the setting " + setting + " is missing");
      case Unresolved _ -> Optional.of("the setting " + setting
          + " still holds its Key Vault reference: the platform could not resolve it");
      case TooShort(var least) -> Optional.of("the setting " + setting + " has fewer than " + least + " characters");
      case Unreadable _ -> Optional.of("the setting " + setting + " cannot be read in the Key Vault");
    };
  }

  /** Empty unless loaded. */
  default Optional<Secret> loaded() {
    return this instanceof Loaded(Secret secret) ? Optional.of(secret) : Optional.empty();
  }
}
