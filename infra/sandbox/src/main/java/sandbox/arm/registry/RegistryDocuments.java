package sandbox.arm.registry;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON documents in which ARM describes a registry and its webhooks. The rows of the delivery log are those of the vendor's
 * example WebhookListEvents: the status is a string, and the body sent is an object.
 */
final class RegistryDocuments {
  private RegistryDocuments() {}

  static JsonObject registry(RegistryHost host) {
    var properties = new JsonObject().put("loginServer", host.loginServer())
        .put("creationDate", "2026-01-01T00:00:00.0000000Z").put("provisioningState", "Succeeded")
        .put("adminUserEnabled", false).put("anonymousPullEnabled", false)
        .put("networkRuleSet", new JsonObject().put("defaultAction", "Allow").put("ipRules", new JsonArray()))
        .put("policies", policies(host.policies())).put("encryption", status(false)).put("dataEndpointEnabled", false)
        .put("dataEndpointHostNames", new JsonArray()).put("privateEndpointConnections", new JsonArray())
        .put("publicNetworkAccess", "Enabled").put("zoneRedundancy", "Disabled");
    return new JsonObject().put("id", host.id().path()).put("name", host.id().name())
        .put("type", "Microsoft.ContainerRegistry/registries").put("location", host.location())
        .put("tags", new JsonObject()).put("sku", new JsonObject().put("name", "Premium").put("tier", "Premium"))
        .put("properties", properties);
  }

  private static JsonObject policies(RegistryHost.Policies policies) {
    return new JsonObject().put("quarantinePolicy", status(policies.quarantine()))
        .put("trustPolicy", status(false).put("type", "Notary")).put("retentionPolicy", status(false).put("days", 7))
        .put("azureADAuthenticationAsArmPolicy", status(policies.armTokens()));
  }

  private static JsonObject status(boolean enabled) {
    return new JsonObject().put("status", enabled ? "enabled" : "disabled");
  }

  /** Without address and headers: those are what getCallbackConfig is for. */
  static JsonObject webhook(RegistryHost host, String name, WebhookSettings hook) {
    return new JsonObject().put("id", host.id().path() + "/webhooks/" + name).put("name", name)
        .put("type", "Microsoft.ContainerRegistry/registries/webhooks").put("location", host.location())
        .put("tags", new JsonObject(Map.copyOf(hook.tags())))
        .put("properties",
            new JsonObject().put("status", hook.enabled() ? "enabled" : "disabled").put("scope", hook.scope())
                .put("actions", new JsonArray(hook.actions().stream().sorted().toList()))
                .put("provisioningState", "Succeeded"));
  }

  static JsonObject webhooks(RegistryHost host) {
    var rows = new JsonArray();
    new TreeMap<>(host.webhooks()).forEach((name, hook) -> rows.add(webhook(host, name, hook)));
    return new JsonObject().put("value", rows);
  }

  static JsonObject events(List<RegistryHost.Sent> lines) {
    return new JsonObject().put("value", new JsonArray(lines.stream().map(RegistryDocuments::event).toList()));
  }

  private static JsonObject event(RegistryHost.Sent line) {
    var request = new JsonObject().put("content", content(line.requestBody()))
        .put("headers", new JsonObject(Map.copyOf(line.requestHeaders()))).put("method", "POST")
        .put("requestUri", line.requestUri().toString()).put("version", "1.1");
    var response = new JsonObject().put("content", line.responseBody())
        .put("headers", new JsonObject(Map.copyOf(line.responseHeaders()))).put("reasonPhrase", line.reason())
        .put("statusCode", Integer.toString(line.status())).put("version", "1.1");
    return new JsonObject().put("id", line.id()).put("eventRequestMessage", request).put("eventResponseMessage",
        response);
  }

  private static Object content(String body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException _) {
      return body;
    }
  }
}
