package relay.intake.eventgrid;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Set;
import relay.azure.EventGridParser;
import relay.intake.ParsedDelivery;
import relay.intake.SourceRegistry;
import relay.intake.sender.SenderRules;

/** Opens the parser of this package to {@link relay.intake.ReceiverFuzz}. */
public final class EventGridFuzz {
  private static final String TOPIC = "/subscriptions/0a1b2c3d-1111-4222-8333-444455556666/resourceGroups/rg-reviews-prod"
      + "/providers/Microsoft.ContainerRegistry/registries/crreviewsprod";

  private final GridDeliveryReader reader;

  public EventGridFuzz(SourceRegistry source, SenderRules senders) {
    this.reader = new GridDeliveryReader(
        new EventGridSettings(source, senders, Set.of(TOPIC), Set.of("evgs-relay"), EventGridSettings.ORIGINS, true),
        new EventGridParser());
  }

  /** A request of the listed subscription whose header names this type of event. */
  public ParsedDelivery read(byte[] bytes, String type, Instant received) {
    var headers = MultiMap.caseInsensitiveMultiMap().add("aeg-subscription-name", "EVGS-RELAY")
        .add("aeg-event-type", type);
    return reader.read(bytes, headers, received);
  }
}
