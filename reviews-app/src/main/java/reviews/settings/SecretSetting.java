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

  record Unresolved() implements SecretSetting {}

  /** Judges the variable's value; absent and blank are the same. */
  static SecretSetting of(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return new Missing();
    }
    return value.strip().startsWith(REFERENCE) ? new Unresolved() : new Loaded(new Secret(value));
  }

  /** The word that {@code GET /api/config/check} uses. */
  default String word() {
    return switch (this) {
      case Loaded _ -> "loaded";
      case Missing _ -> "missing";
      case Unresolved _ -> "unresolved";
    };
  }

  /** Empty unless loaded. */
  default Optional<Secret> loaded() {
    return this instanceof Loaded(Secret secret) ? Optional.of(secret) : Optional.empty();
  }
}
