package relay.config;

import java.util.Optional;
import relay.intake.DoorSettings;
import relay.intake.EventGridSettings;
import relay.registry.RegistrySettings;

/** One registry and its doors; each is empty when nothing is sent that way. */
public record RegistryConfig(RegistrySettings settings, Optional<DoorSettings> acr,
    Optional<EventGridSettings> eventGrid,
    Optional<DoorSettings> distribution, ReconcileConfig reconcile) {
  public String name() {
    return settings.name();
  }

  /** Whether anybody tells of its pushes. */
  public boolean isHeard() {
    return acr.isPresent() || eventGrid.isPresent() || distribution.isPresent();
  }
}
