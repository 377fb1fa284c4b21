package sandbox.vault;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an app setting of the form {@code @Microsoft.KeyVault(...)} points at. Both syntaxes of App Service: {@code
 * SecretUri=https://vault.vault.azure.net/secrets/name[/version]} and {@code VaultName=..;SecretName=..[;SecretVersion=..]}.
 *
 * @param version empty means the newest
 */
public record KeyVaultReference(String vault, String secret, String version) {
  private static final String START = "@Microsoft.KeyVault(";
  private static final String HOST_END = ".vault.azure.net";

  /** Whether App Service takes {@code value} for a reference at all, well-formed or not. */
  public static boolean isReference(String value) {
    return value.startsWith(START);
  }

  /** Empty when the text is no reference or not a well-formed one. */
  public static Optional<KeyVaultReference> parse(String value) {
    if (!isReference(value) || !value.endsWith(")")) {
      return Optional.empty();
    }
    String inside = value.substring(START.length(), value.length() - 1).strip();
    return inside.startsWith("SecretUri=")
        ? fromUri(inside.substring("SecretUri=".length()))
        : fromNames(inside);
  }

  private static Optional<KeyVaultReference> fromUri(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException _) { // not an address: not well-formed, which the answer says
      return Optional.empty();
    }
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    String[] path = uri.getPath() == null ? new String[0] : uri.getPath().split("/", -1);
    if (!"https".equals(uri.getScheme()) || !host.endsWith(HOST_END) || path.length < 3 || path.length > 4
        || !path[1].equals("secrets") || path[2].isEmpty()) {
      return Optional.empty();
    }
    String vault = host.substring(0, host.length() - HOST_END.length());
    return vault.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeyVaultReference(vault, path[2], path.length == 4 ? path[3] : ""));
  }

  private static Optional<KeyVaultReference> fromNames(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        return Optional.empty();
      }
      parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    String vault = parts.getOrDefault("VaultName", "");
    String secret = parts.getOrDefault("SecretName", "");
    return vault.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeyVaultReference(vault, secret, parts.getOrDefault("SecretVersion", "")));
  }
}
