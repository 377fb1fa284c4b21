package sandbox.vault;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import sandbox.vault.Resolution.Status;

/** All vaults of the sandbox, in memory, and who may read them. Safe for use by several threads. */
public final class Vaults {
  private static final class Vault {
    final Map<String, LinkedHashMap<String, String>> secrets = new HashMap<>(); // name -> version -> value, oldest first
    final Set<String> readers = new HashSet<>();
    Optional<Status> outage = Optional.empty();
  }

  private final Map<String, Vault> vaults = new HashMap<>();

  /** Stores a new version of a secret, making the vault when there is none; the answer is the version. */
  public synchronized String put(String vault, String secret, String value) {
    String version = UUID.randomUUID().toString().replace("-", "");
    make(vault).secrets.computeIfAbsent(key(secret), _ -> new LinkedHashMap<>()).put(version, value);
    return version;
  }

  /** Forgets a secret with all its versions. */
  public synchronized void delete(String vault, String secret) {
    make(vault).secrets.remove(key(secret));
  }

  /** Lets an identity (by client id) read the secrets of a vault, as the role Key Vault Secrets User does. */
  public synchronized void grant(String vault, String clientId) {
    make(vault).readers.add(key(clientId));
  }

  public synchronized void revoke(String vault, String clientId) {
    make(vault).readers.remove(key(clientId));
  }

  /** From now on every reference into this vault ends with {@code status}; empty ends the outage. */
  public synchronized void outage(String vault, Optional<Status> status) {
    make(vault).outage = status;
  }

  /**
   * Resolves the value of an app setting.
   *
   * @param clientId of the app's identity; empty when it has none
   * @return empty when the value is no reference but an ordinary setting
   */
  public synchronized Optional<Resolution> resolve(String value, String clientId) {
    if (!KeyVaultReference.isReference(value)) {
      return Optional.empty();
    }
    return Optional.of(KeyVaultReference.parse(value).map(target -> fetch(value, target, clientId))
        .orElseGet(() -> Resolution.failed(value, Status.INVALID_SYNTAX, Optional.empty())));
  }

  private Resolution fetch(String text, KeyVaultReference target, String clientId) {
    var found = Optional.of(target);
    if (clientId.isEmpty()) {
      return Resolution.failed(text, Status.MSI_NOT_ENABLED, found);
    }
    Vault vault = vaults.get(key(target.vault()));
    if (vault == null) {
      return Resolution.failed(text, Status.VAULT_NOT_FOUND, found);
    }
    if (vault.outage.isPresent()) {
      return Resolution.failed(text, vault.outage.get(), found);
    }
    if (!vault.readers.contains(key(clientId))) {
      return Resolution.failed(text, Status.ACCESS_TO_KEY_VAULT_DENIED, found);
    }
    LinkedHashMap<String, String> versions = vault.secrets.get(key(target.secret()));
    if (versions == null) {
      return Resolution.failed(text, Status.SECRET_NOT_FOUND, found);
    }
    String version = target.version().isEmpty() ? versions.lastEntry().getKey() : target.version();
    String secret = versions.get(version);
    return secret == null
        ? Resolution.failed(text, Status.SECRET_VERSION_NOT_FOUND, found)
        : new Resolution(text, Status.RESOLVED, found, version, Optional.of(secret));
  }

  private Vault make(String name) {
    return vaults.computeIfAbsent(key(name), _ -> new Vault());
  }

  private static String key(String name) { // Azure compares all these names without case
    return name.toLowerCase(Locale.ROOT);
  }
}
