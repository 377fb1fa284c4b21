package relay.intake.eventgrid;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import relay.azure.EventGridParser;
import relay.intake.Fixtures;
import relay.intake.ParsedDelivery;
import relay.intake.SourceRegistry;
import relay.intake.sender.SenderCheck;
import relay.intake.sender.SenderRules;
import relay.secret.Secret;

/** Events of one registry, and the reader of its requests. */
final class GridEvents {
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00Z");
  static final String TOPIC = "/subscriptions/0a1b2c3d-1111-4222-8333-444455556666/resourceGroups/rg-reviews-prod"
      + "/providers/Microsoft.ContainerRegistry/registries/crreviewsprod";
  private static final GridDeliveryReader GRID = new GridDeliveryReader(
      new EventGridSettings(new SourceRegistry("main", "crreviewsprod.azurecr.io"),
          SenderRules.anyOf(List.of(new SenderCheck.Bearer(new Secret("t0p")))), Set.of(TOPIC), Set.of("evgs-relay"),
          EventGridSettings.ORIGINS, true),
      new EventGridParser());

  private GridEvents() {}

  static MultiMap headers(String subscription, String type) {
    return MultiMap.caseInsensitiveMultiMap().add("aeg-subscription-name", subscription).add("aeg-event-type", type);
  }

  static ParsedDelivery read(String body, MultiMap headers) {
    return GRID.read(body.getBytes(StandardCharsets.UTF_8), headers, RECEIVED);
  }

  static ParsedDelivery read(String body) {
    return read(body, headers("EVGS-RELAY", "Notification"));
  }

  static JsonObject grid() {
    return new JsonArray(Fixtures.text("eventgrid-single")).getJsonObject(0);
  }

  static JsonObject cloud() {
    return new JsonObject(Fixtures.text("cloudevents-single"));
  }

  static JsonObject with(JsonObject event, Consumer<JsonObject> change) {
    change.accept(event);
    return event;
  }
}
