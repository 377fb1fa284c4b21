package sandbox.arm.answer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer before it goes out. */
public record ArmReply(int status, String contentType, Buffer body, Map<String, String> headers) {
  /** As ARM itself and the registries' provider answer. */
  public static ArmReply json(int status, JsonObject body) {
    return new ArmReply(status, "application/json; charset=utf-8", body.toBuffer(), Map.of());
  }

  /** As App Service answers, which names no character set. */
  public static ArmReply appService(int status, JsonObject body) {
    return new ArmReply(status, "application/json", body.toBuffer(), Map.of());
  }

  public static ArmReply text(String body) {
    return new ArmReply(200, "application/octet-stream", Buffer.buffer(body), Map.of());
  }

  public static ArmReply empty(int status) {
    return new ArmReply(status, "", Buffer.buffer(), Map.of());
  }

  public static ArmReply error(int status, String code, String message) {
    return json(status, ArmError.standard(code, message));
  }

  public static ArmReply unauthorized(String why) {
    return error(401, "AuthenticationFailed", "Authentication failed.").with(Map.of("WWW-Authenticate",
        "Bearer authorization_uri=\"https://login.windows.net/\", error=\"invalid_token\", error_description=\"" + why
            + "\""));
  }

  public ArmReply with(Map<String, String> more) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new ArmReply(status, contentType, body, all);
  }
}
