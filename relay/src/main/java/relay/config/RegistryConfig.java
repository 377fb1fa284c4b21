package relay.config;

import java.util.Optional;
import relay.intake.ReceiverSettings;
import relay.intake.eventgrid.EventGridSettings;
import relay.registry.RegistrySettings;

/** One registry and its receivers; each is empty when nothing is sent that way. */
public record RegistryConfig(RegistrySettings settings, Optional<ReceiverSettings> acr,
    Optional<EventGridSettings> eventGrid,
    Optional<ReceiverSettings> distribution, ReconcileConfig reconcile) {
  public String name() {
    return settings.name();
  }

  /** Whether anybody tells of its pushes. */
  public boolean isHeard() {
    return acr.isPresent() || eventGrid.isPresent() || distribution.isPresent();
  }
}
