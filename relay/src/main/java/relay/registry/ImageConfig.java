package relay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import relay.image.Platform;

/**
 * The configuration of one platform's image. Source: opencontainers/image-spec, config.md.
 *
 * @param platform empty when it names none
 * @param labels empty when there are none
 */
record ImageConfig(Optional<Platform> platform, Map<String, String> labels) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ImageConfig {
    labels = Map.copyOf(labels);
  }

  /** Empty when the bytes are no JSON object. */
  static Optional<ImageConfig> read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json == null || !json.isObject()) {
        return Optional.empty();
      }
      Map<String, String> labels = new HashMap<>();
      json.path("config").path("Labels").forEachEntry((name, value) -> {
        if (value.isTextual()) {
          labels.put(name, value.asText());
        }
      });
      return Optional.of(new ImageConfig(Manifest.Reader.platform(json), labels));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }
}
