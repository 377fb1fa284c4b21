package sandbox.registry.content;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sandbox.registry.protocol.OciErrorException;
import sandbox.registry.protocol.Sha256;

/** A manifest exactly as pushed: its digest is that of these bytes, and its media type the one it was pushed under. */
public record Manifest(String digest, String mediaType, Buffer bytes) {
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);
  private static final Set<String> KNOWN = Set.of(OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST);

  /** Throws {@link OciErrorException} for what a registry would not take. */
  public static Manifest parse(String mediaType, Buffer bytes) {
    String bare = mediaType.replaceFirst(";.*", "").strip();
    if (!KNOWN.contains(bare)) {
      throw new OciErrorException(415, "UNSUPPORTED", "media type is not supported: " + bare);
    }
    var manifest = new Manifest(Sha256.of(bytes), bare, bytes);
    String told;
    try {
      told = manifest.json().getString("mediaType", bare);
      var _ = manifest.references();
    } catch (DecodeException | ClassCastException e) {
      throw new OciErrorException(400, "MANIFEST_INVALID", "manifest is not what its media type says");
    }
    if (!told.equals(bare)) {
      throw new OciErrorException(400, "MANIFEST_INVALID", "mediaType and Content-Type differ", null, Map.of());
    }
    return manifest;
  }

  public boolean isIndex() { return INDEXES.contains(mediaType); }

  public long size() { return bytes.length(); }

  public JsonObject json() { return new JsonObject(bytes); }

  /** The manifest that this one is about (a signature's image). */
  public Optional<String> subject() {
    return Optional.ofNullable(json().getJsonObject("subject")).map(subject -> subject.getString("digest"));
  }

  /** What kind of artifact it is, as the referrers list names it; empty for an index without one. */
  public Optional<String> artifactType() {
    JsonObject json = json();
    return Optional.ofNullable(json.getString("artifactType"))
        .or(() -> Optional.ofNullable(json.getJsonObject("config")).map(config -> config.getString("mediaType")));
  }

  /** Digests of what must be there before it: the blobs of an image but for foreign layers, or the children of an index. */
  public List<String> references() {
    JsonObject json = json();
    var digests = new ArrayList<String>();
    if (!isIndex()) {
      Optional.ofNullable(json.getJsonObject("config")).map(config -> config.getString("digest"))
          .ifPresent(digests::add);
    }
    descriptors(json, isIndex() ? "manifests" : "layers").filter(one -> !isForeign(one))
        .map(one -> one.getString("digest")).forEach(digests::add);
    return digests;
  }

  /** Whether a layer may not be distributed, so that it is elsewhere and nobody uploads it. */
  private static boolean isForeign(JsonObject descriptor) {
    String mediaType = descriptor.getString("mediaType", "");
    return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
        || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.");
  }

  /** The child for a platform like {@code linux/amd64}; empty when there is none or this is no index. */
  public Optional<String> child(String platform) {
    return descriptors(json(), "manifests").filter(one -> platform.equals(platformOf(one)))
        .map(one -> one.getString("digest")).findFirst();
  }

  private static String platformOf(JsonObject descriptor) {
    JsonObject platform = descriptor.getJsonObject("platform", new JsonObject());
    return platform.getString("os") + "/" + platform.getString("architecture");
  }

  private static Stream<JsonObject> descriptors(JsonObject json, String member) {
    return json.getJsonArray(member, new JsonArray()).stream().map(JsonObject.class::cast);
  }
}
