package sandbox.arm.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** ARM's error bodies, and the other spelling that App Service itself uses (azure-contracts, section 4.8). */
public final class ArmError {
  private ArmError() {}

  public static JsonObject standard(String code, String message) {
    return new JsonObject().put("error", new JsonObject().put("code", code).put("message", message));
  }

  public static JsonObject capitalised(String code, String message) {
    return new JsonObject().put("Code", code).put("Message", message).putNull("Target")
        .put("Details",
            new JsonArray().add(new JsonObject().put("Message", message)).add(new JsonObject().put("Code", code))
                .add(new JsonObject().put("ErrorEntity",
                    new JsonObject().put("ExtendedCode", "00000").put("MessageTemplate", message)
                        .put("Parameters", new JsonArray()).put("Code", code).put("Message", message))))
        .putNull("Innererror");
  }

  /** The sentence in which ARM names the missing right. */
  public static JsonObject forbidden(String clientId, String action, String scope) {
    return standard("AuthorizationFailed",
        "The client '" + clientId + "' with object id '" + clientId
            + "' does not have authorization to perform action '" + action + "' over scope '" + scope
            + "' or the scope is invalid. If access was recently granted, please refresh your credentials.");
  }

  /**
   * What ARM says of a resource that is not there.
   *
   * @param path of the resource id
   */
  public static JsonObject noSuchResource(String path, String group) {
    return standard("ResourceNotFound", "The Resource '" + path.substring(path.lastIndexOf("/providers/") + 11)
        + "' under resource group '" + group
        + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");
  }
}
