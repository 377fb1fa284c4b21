package relay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import relay.image.Digest;
import relay.image.Platform;

/**
 * A manifest that was read. Source: opencontainers/image-spec (manifest.md, image-index.md) and Docker's schema 2, which
 * it grew from.
 */
sealed interface Manifest {
  /** Media types of one manifest for each platform. */
  List<String> INDEXES = List.of("application/vnd.oci.image.index.v1+json",
      "application/vnd.docker.distribution.manifest.list.v2+json");

  /** Media types of one image or artifact. */
  List<String> SINGLES = List.of("application/vnd.oci.image.manifest.v1+json",
      "application/vnd.docker.distribution.manifest.v2+json");

  /**
   * Asked for in every request: without the types of an index a registry may answer with the manifest of one platform,
   * hence with another digest.
   */
  List<String> MEDIA_TYPES = Stream.concat(INDEXES.stream(), SINGLES.stream()).toList();

  String mediaType();

  /** What it holds where that is no container image; empty for an image or an index of images. */
  Optional<String> artifactType();

  /** One manifest for each platform. */
  record Index(String mediaType, Optional<String> artifactType, List<Child> children) implements Manifest {
    public Index {
      children = List.copyOf(children);
    }

    /** The manifest for this platform, the first if there are variants; empty when there is none. */
    Optional<Digest> child(Platform platform) {
      return children.stream().filter(one -> one.platform().equals(platform)).map(Child::digest).findFirst();
    }
  }

  /** A child that is an image; attestations and the like are left out. */
  record Child(Digest digest, Platform platform) {}

  /** One image or artifact. */
  record Single(String mediaType, Optional<String> artifactType, Digest config, long configSize) implements Manifest {}

  /**
   * Reads bytes that were verified against their digest.
   *
   * @param contentType of the registry's answer, used when the manifest itself names no media type; empty when there was
   *     none
   */
  static Manifest read(byte[] bytes, String contentType) throws UnreadableManifestException {
    JsonNode json;
    try {
      json = Reader.JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UnreadableManifestException("it is not JSON");
    }
    if (json == null || !json.isObject()) {
      throw new UnreadableManifestException("it is not a JSON object");
    }
    String own = json.path("mediaType").asText("");
    String mediaType = own.isEmpty() ? mediaType(contentType) : own;
    boolean index = json.path("manifests").isArray();
    if (index == json.path("config").isObject() || !MEDIA_TYPES.contains(mediaType)
        || index == SINGLES.contains(mediaType)) {
      // Bytes that can be read as both kinds mean different things to different clients (CVE-2021-41190).
      throw new UnreadableManifestException("it is neither an image's manifest nor an index of them");
    }
    return index ? Reader.index(mediaType, json) : Reader.single(mediaType, json);
  }

  /** Whether a {@code Content-Type} is that of one image or artifact, so that no child can be missing. */
  static boolean isSingle(String contentType) {
    return SINGLES.contains(mediaType(contentType));
  }

  private static String mediaType(String contentType) {
    return contentType.replaceFirst("\\s*;.*", "");
  }

  /** The parts of {@link #read}. */
  final class Reader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> IMAGE_CONFIGS = Set.of("application/vnd.oci.image.config.v1+json",
        "application/vnd.docker.container.image.v1+json");
    /** How Docker Hub declared configurations in 2016; only the layers show that it is an image. */
    private static final String OLD_IMAGE_CONFIG = "application/octet-stream";
    private static final List<String> IMAGE_LAYERS = List.of("application/vnd.oci.image.layer.",
        "application/vnd.docker.image.rootfs.");
    private static final int MAX_CHILDREN = 1000;

    private Reader() {}

    private static Index index(String mediaType, JsonNode json) throws UnreadableManifestException {
      JsonNode manifests = json.path("manifests");
      if (manifests.size() > MAX_CHILDREN) {
        throw new UnreadableManifestException("it has more than " + MAX_CHILDREN + " entries");
      }
      var children = new ArrayList<Child>();
      Optional<String> foreign = Optional.empty();
      boolean image = manifests.isEmpty();
      for (JsonNode entry : manifests) {
        Digest digest = digest(entry);
        Optional<String> type = text(entry.path("artifactType"));
        image |= type.isEmpty();
        foreign = foreign.or(() -> type);
        platform(entry.path("platform")).filter(one -> type.isEmpty() && !one.os().equals("unknown"))
            .ifPresent(platform -> children.add(new Child(digest, platform)));
      }
      Optional<String> own = text(json.path("artifactType"));
      return new Index(mediaType, own.isPresent() || image ? own : foreign, children);
    }

    private static Single single(String mediaType, JsonNode json) throws UnreadableManifestException {
      JsonNode config = json.path("config");
      return new Single(mediaType, artifactType(json), digest(config), config.path("size").asLong(-1));
    }

    /** What it declares, else a configuration that is no image's, else layers of which none is an image's (cosign). */
    private static Optional<String> artifactType(JsonNode json) {
      Optional<String> own = text(json.path("artifactType"));
      String config = json.path("config").path("mediaType").asText("");
      boolean old = config.equals(OLD_IMAGE_CONFIG);
      if (own.isPresent() || !(old || IMAGE_CONFIGS.contains(config))) {
        return own.or(() -> Optional.of(config.isEmpty() ? "an undeclared kind" : printable(config)));
      }
      Optional<String> foreign = old ? Optional.of(config) : Optional.empty();
      for (JsonNode layer : json.path("layers")) {
        String type = layer.path("mediaType").asText("");
        if (IMAGE_LAYERS.stream().anyMatch(type::startsWith)) {
          return Optional.empty();
        }
        foreign = foreign.or(() -> Optional.of(printable(type)));
      }
      return foreign;
    }

    private static Digest digest(JsonNode descriptor) throws UnreadableManifestException {
      return Digest.parse(descriptor.path("digest").asText(""))
          .orElseThrow(() -> new UnreadableManifestException("it refers to something without a sha256 digest"));
    }

    static Optional<Platform> platform(JsonNode json) {
      return Platform.parse(json.path("os").asText("") + "/" + json.path("architecture").asText(""));
    }

    private static Optional<String> text(JsonNode node) {
      return Optional.of(node.asText("")).filter(text -> !text.isBlank()).map(Reader::printable);
    }

    /** Fit for the record: whoever pushed the manifest wrote it. */
    private static String printable(String text) {
      String clean = text.replaceAll("[^\\w.+/-]", "?");
      return clean.length() > 120 ? clean.substring(0, 120) + "..." : clean;
    }
  }
}
