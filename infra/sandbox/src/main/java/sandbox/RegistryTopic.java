package sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import sandbox.arm.RegistryId;
import sandbox.eventgrid.EventGrid;
import sandbox.eventgrid.GridEvent;
import sandbox.registry.Registry;
import sandbox.registry.event.RegistryEvent;

/**
 * The system topic of a registry: what the registry tells becomes an event whose {@code data} is the payload of a webhook and the
 * region, as azure-contracts 2.1 has it. Of quarantine Event Grid knows nothing.
 */
public final class RegistryTopic {
  private RegistryTopic() {}

  /** From now on Event Grid hears of everything that the registry tells; to be called once. */
  public static void connect(Registry registry, EventGrid grid) {
    registry.listen(event -> of(registry.id(), event).ifPresent(grid::publish));
  }

  /** Empty for what is no event at Event Grid. */
  static Optional<GridEvent> of(RegistryId registry, RegistryEvent event) {
    Optional<String> type = switch (event.action()) {
      case "push" -> Optional.of("ImagePushed");
      case "delete" -> Optional.of("ImageDeleted");
      case "chart_push" -> Optional.of("ChartPushed");
      case "chart_delete" -> Optional.of("ChartDeleted");
      default -> Optional.empty();
    };
    JsonObject data = event.payload().copy().put("location", event.location());
    return type.map(name -> GridEvent.of(registry.path(), "Microsoft.ContainerRegistry." + name, subject(event), data));
  }

  private static String subject(RegistryEvent event) {
    boolean tagged = event.action().equals("push") && event.tag().isPresent();
    return event.repository() + (tagged ? ":" + event.tag().get() : "");
  }
}
