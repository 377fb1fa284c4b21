package sandbox.registry.event;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Something that the registry tells, whoever listens: what a webhook sends and what Event Grid puts into {@code data}.
 *
 * @param action push, delete, quarantine, chart_push or chart_delete
 * @param repository for a chart its name
 * @param tag empty when pushed by digest, and for a deletion
 * @param location of the replica that tells it
 * @param payload with an id and a time of its own; shared by all listeners, so not to be changed
 */
public record RegistryEvent(String action, String repository, Optional<String> tag, String location,
    JsonObject payload) {}
