package sandbox.arm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** ARM's error bodies, and the other spelling that App Service itself uses (azure-contracts, section 4.8). */
final class ArmError {
  private ArmError() {}

  static JsonObject standard(String code, String message) {
    return new JsonObject().put("error", new JsonObject().put("code", code).put("message", message));
  }

  static JsonObject capitalised(String code, String message) {
    return new JsonObject().put("Code", code).put("Message", message).putNull("Target")
        .put("Details",
            new JsonArray().add(new JsonObject().put("Message", message)).add(new JsonObject().put("Code", code))
                .add(new JsonObject().put("ErrorEntity",
                    new JsonObject().put("ExtendedCode", "00000").put("MessageTemplate", message)
                        .put("Parameters", new JsonArray()).put("Code", code).put("Message", message))))
        .putNull("Innererror");
  }

  /** The sentence in which ARM names the missing right. */
  static JsonObject forbidden(String clientId, String action, String scope) {
    return standard("AuthorizationFailed",
        "The client '" + clientId + "' with object id '" + clientId
            + "' does not have authorization to perform action '" + action + "' over scope '" + scope
            + "' or the scope is invalid. If access was recently granted, please refresh your credentials.");
  }

  static JsonObject noSuchSite(SiteId id) {
    return standard("ResourceNotFound", "The Resource 'Microsoft.Web/sites/" + id.name()
        + (id.slot().isEmpty() ? "" : "/slots/" + id.slot()) + "' under resource group '" + id.group()
        + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");
  }

  static JsonObject noSuchRegistry(RegistryId id) {
    return standard("ResourceNotFound", "The Resource 'Microsoft.ContainerRegistry/registries/" + id.name()
        + "' under resource group '" + id.group()
        + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");
  }
}
