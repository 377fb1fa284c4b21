package relay.config;

import java.util.Optional;
import relay.intake.AcrDoorSettings;
import relay.registry.RegistrySettings;

/** One registry and its door; {@code door} is empty when it sends no webhooks. */
public record RegistryConfig(RegistrySettings settings, Optional<AcrDoorSettings> door) {
  public String name() {
    return settings.name();
  }
}
