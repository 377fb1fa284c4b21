package reviews.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Key Vault that the site reads by its own identity.
 *
 * @param secrets which settings are read there rather than from the environment
 * @param refresh how often they are read again
 */
public record VaultSettings(URI address, Set<Setting> secrets, Duration refresh) {
  private static final int DAY = 86_400;

  public VaultSettings {
    secrets = Set.copyOf(secrets);
  }

  static Optional<VaultSettings> from(Environment environment) {
    Optional<URI> address = environment.address(Setting.KEY_VAULT_URI);
    if (address.isEmpty()) {
      if (environment.isSet(Setting.KEY_VAULT_SECRETS)) {
        environment.fault(Setting.KEY_VAULT_SECRETS, "means nothing without KEY_VAULT_URI");
      }
      return Optional.empty();
    }
    var secrets = EnumSet.noneOf(Setting.class);
    for (String name : environment.text(Setting.KEY_VAULT_SECRETS).split("[,\\s]+")) {
      Optional<Setting> setting = Arrays.stream(Setting.values())
          .filter(known -> known.isSecret() && known.name().equals(name)).findFirst();
      setting.ifPresentOrElse(secrets::add, () -> environment.fault(Setting.KEY_VAULT_SECRETS,
          "names '" + name + "': give secret settings, " + String.join(", ", names())));
    }
    for (Setting setting : secrets) {
      if (environment.isSet(setting)) {
        environment.fault(setting, "is set although KEY_VAULT_SECRETS says that the site reads it from the vault");
      }
    }
    return Optional.of(new VaultSettings(address.get(), secrets,
        Duration.ofSeconds(Math.max(1, environment.number(Setting.KEY_VAULT_REFRESH_SECONDS, DAY)))));
  }

  private static Set<String> names() {
    return new TreeSet<>(List.of(Setting.values()).stream().filter(Setting::isSecret).map(Setting::name).toList());
  }
}
