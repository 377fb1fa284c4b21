package sandbox.vault;

import java.util.Optional;

/**
 * What became of one Key Vault reference.
 *
 * @param reference the text of the setting
 * @param target empty when the text could not be read
 * @param activeVersion empty unless resolved
 * @param value the secret; empty unless resolved, and never part of {@link #toString}
 */
public record Resolution(String reference, Status status, Optional<KeyVaultReference> target, String activeVersion,
    Optional<String> value) {
  /** ARM's words for it (azure-contracts, ResolveStatus of api-version 2025-03-01), spelt as on the wire. */
  public enum Status {
    INITIALIZED("Initialized"),
    RESOLVED("Resolved"),
    INVALID_SYNTAX("InvalidSyntax"),
    MSI_NOT_ENABLED(
        "MSINotEnabled"),
    VAULT_NOT_FOUND("VaultNotFound"),
    SECRET_NOT_FOUND(
        "SecretNotFound"),
    SECRET_VERSION_NOT_FOUND("SecretVersionNotFound"),
    ACCESS_TO_KEY_VAULT_DENIED(
        "AccessToKeyVaultDenied"),
    OTHER_REASONS(
        "OtherReasons"),
    FETCH_TIMED_OUT("FetchTimedOut"),
    UNAUTHORIZED_CLIENT("UnauthorizedClient");

    private final String wire;

    Status(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }
  }

  static Resolution failed(String reference, Status status, Optional<KeyVaultReference> target) {
    return new Resolution(reference, status, target, "", Optional.empty());
  }

  /** What the container gets to see: an unresolved reference does not fail the start, its text is the value. */
  public String environmentValue() {
    return value.orElse(reference);
  }

  @Override
  public String toString() {
    return "Resolution[" + reference + " " + status.wire() + "]";
  }
}
