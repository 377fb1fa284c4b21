package sandbox.platform.image;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image says about how to run it (OCI image configuration, {@code config}).
 *
 * @param command entrypoint and arguments; never empty
 * @param workdir empty means the root
 * @param user empty means root
 */
public record ImageConfig(List<String> command, Map<String, String> environment, String workdir, String user) {
  /** Empty when the image has nothing to start. */
  static Optional<ImageConfig> read(JsonObject json) {
    JsonObject config = json.getJsonObject("config", new JsonObject());
    var command = new ArrayList<String>(texts(config, "Entrypoint"));
    command.addAll(texts(config, "Cmd"));
    var environment = new LinkedHashMap<String, String>();
    for (String entry : texts(config, "Env")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(new ImageConfig(List.copyOf(command), environment, config.getString("WorkingDir", ""),
            config.getString("User", "")));
  }

  private static List<String> texts(JsonObject config, String member) {
    JsonArray found = config.getJsonArray(member); // may be there and null
    return found == null ? List.of() : found.stream().map(Object::toString).toList();
  }
}
