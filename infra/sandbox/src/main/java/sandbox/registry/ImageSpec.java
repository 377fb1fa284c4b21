package sandbox.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import sandbox.registry.content.Manifest;
import sandbox.registry.protocol.Sha256;

/**
 * A small, well-formed image or artifact to put into the registry without a push; it cannot be run. The same spec always has the
 * same digest.
 *
 * @param labels of every platform's configuration
 * @param platforms like {@code linux/amd64}
 * @param index whether there is an index on top
 * @param docker docker's media types instead of those of OCI
 * @param layer the bytes of the only layer
 * @param annotations of the topmost manifest
 * @param layerAnnotations of the layer (a cosign signature stands there)
 * @param subject the digest that this artifact is about; empty for an image
 */
public record ImageSpec(Map<String, String> labels, List<String> platforms, boolean index, boolean docker,
    Optional<String> artifactType, Optional<String> configMediaType, Optional<String> layerMediaType, Buffer layer,
    Map<String, String> annotations, Map<String, String> layerAnnotations, Optional<String> subject) {
  /** One image for linux/amd64 whose revision label and content are this. */
  public static ImageSpec revision(String revision) {
    return plain(Buffer.buffer("layer of " + revision)).withLabel("org.opencontainers.image.revision", revision);
  }

  /** One image for linux/amd64 without labels. */
  public static ImageSpec plain(Buffer layer) {
    return new ImageSpec(Map.of(), List.of("linux/amd64"), false, false, Optional.empty(), Optional.empty(),
        Optional.empty(), layer, Map.of(), Map.of(), Optional.empty());
  }

  /** As {@code helm push} makes it. */
  public static ImageSpec helmChart(String name, String version) {
    return plain(Buffer.buffer("chart " + name + " " + version))
        .withKinds("application/vnd.cncf.helm.config.v1+json", "application/vnd.cncf.helm.chart.content.v1.tar+gzip");
  }

  /**
   * As classic cosign makes it; put it under the tag {@code sha256-<hex>.sig}.
   *
   * @param payload the simple-signing JSON that was signed
   * @param signature Base64
   */
  public static ImageSpec cosignSignature(Buffer payload, String signature) {
    return new ImageSpec(Map.of(), List.of("linux/amd64"), false, false, Optional.empty(),
        Optional.of("application/vnd.oci.image.config.v1+json"),
        Optional.of("application/vnd.dev.cosign.simplesigning.v1+json"), payload, Map.of(),
        Map.of("dev.cosignproject.cosign/signature", signature), Optional.empty());
  }

  /** An artifact that refers to a manifest: a notation signature ({@code application/vnd.cncf.notary.signature}), a list of parts. */
  public static ImageSpec referrer(String artifactType, String layerMediaType, Buffer layer, String subject) {
    return new ImageSpec(Map.of(), List.of("linux/amd64"), false, false, Optional.of(artifactType),
        Optional.of("application/vnd.oci.empty.v1+json"), Optional.of(layerMediaType), layer, Map.of(), Map.of(),
        Optional.of(subject));
  }

  public ImageSpec withLabel(String name, String value) {
    var more = new TreeMap<>(labels);
    more.put(name, value);
    return new ImageSpec(more, platforms, index, docker, artifactType, configMediaType, layerMediaType, layer,
        annotations, layerAnnotations, subject);
  }

  /** An index over one image for each of these. */
  public ImageSpec withPlatforms(String... wanted) {
    return new ImageSpec(labels, List.of(wanted), true, docker, artifactType, configMediaType, layerMediaType, layer,
        annotations, layerAnnotations, subject);
  }

  /** A single image, without an index, for this platform. */
  public ImageSpec withOnlyPlatform(String wanted) {
    return new ImageSpec(labels, List.of(wanted), false, docker, artifactType, configMediaType, layerMediaType, layer,
        annotations, layerAnnotations, subject);
  }

  public ImageSpec withDockerMediaTypes() {
    return new ImageSpec(labels, platforms, index, true, artifactType, configMediaType, layerMediaType, layer,
        annotations, layerAnnotations, subject);
  }

  public ImageSpec withArtifactType(String type) {
    return new ImageSpec(labels, platforms, index, docker, Optional.of(type), configMediaType, layerMediaType, layer,
        annotations, layerAnnotations, subject);
  }

  public ImageSpec withKinds(String config, String layerKind) {
    return new ImageSpec(labels, platforms, index, docker, artifactType, Optional.of(config), Optional.of(layerKind),
        layer, annotations, layerAnnotations, subject);
  }

  public ImageSpec withAnnotation(String name, String value) {
    var more = new TreeMap<>(annotations);
    more.put(name, value);
    return new ImageSpec(labels, platforms, index, docker, artifactType, configMediaType, layerMediaType, layer, more,
        layerAnnotations, subject);
  }

  /** What is to be stored: children first, the topmost manifest last. */
  record Built(List<Buffer> blobs, List<Manifest> manifests, Map<String, String> children) {}

  Built build(ToLongFunction<String> subjectSize) {
    var blobs = new ArrayList<Buffer>();
    var manifests = new ArrayList<Manifest>();
    var children = new LinkedHashMap<String, String>();
    var list = new JsonArray();
    for (String platform : platforms) {
      Manifest image = image(platform, blobs, subjectSize);
      manifests.add(image);
      children.put(platform, image.digest());
      list.add(new JsonObject().put("mediaType", image.mediaType()).put("digest", image.digest())
          .put("size", image.size()).put("platform", platform(platform)));
    }
    if (index) {
      String mediaType = docker ? Manifest.DOCKER_LIST : Manifest.OCI_INDEX;
      var json = new JsonObject().put("schemaVersion", 2).put("mediaType", mediaType).put("manifests", list);
      annotate(json);
      manifests.add(Manifest.parse(mediaType, json.toBuffer()));
    }
    return new Built(blobs, manifests, children);
  }

  private Manifest image(String platform, List<Buffer> blobs, ToLongFunction<String> subjectSize) {
    String mediaType = docker ? Manifest.DOCKER_MANIFEST : Manifest.OCI_MANIFEST;
    Buffer config = configMediaType.filter("application/vnd.oci.empty.v1+json"::equals).isPresent()
        ? Buffer.buffer("{}")
        : config(platform).toBuffer();
    blobs.add(config);
    blobs.add(layer);
    var layerDescriptor = descriptor(layerMediaType.orElse(docker
        ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
        : "application/vnd.oci.image.layer.v1.tar+gzip"), layer);
    if (!layerAnnotations.isEmpty()) {
      layerDescriptor.put("annotations", new JsonObject(Map.copyOf(layerAnnotations)));
    }
    var json = new JsonObject().put("schemaVersion", 2).put("mediaType", mediaType);
    artifactType.ifPresent(type -> json.put("artifactType", type));
    json.put("config", descriptor(configMediaType.orElse(docker
        ? "application/vnd.docker.container.image.v1+json"
        : "application/vnd.oci.image.config.v1+json"), config)).put("layers", new JsonArray().add(layerDescriptor));
    subject.ifPresent(digest -> json.put("subject", new JsonObject().put("mediaType", Manifest.OCI_MANIFEST)
        .put("digest", digest).put("size", subjectSize.applyAsLong(digest))));
    if (!index) {
      annotate(json);
    }
    return Manifest.parse(mediaType, json.toBuffer());
  }

  private JsonObject config(String platform) {
    return platform(platform).put("created", "1970-01-01T00:00:00Z")
        .put("config", new JsonObject().put("Labels", new JsonObject(new TreeMap<>(labels))))
        .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", new JsonArray().add(Sha256.of(layer))));
  }

  private void annotate(JsonObject json) {
    if (!annotations.isEmpty()) {
      json.put("annotations", new JsonObject(new TreeMap<>(annotations)));
    }
  }

  private static JsonObject descriptor(String mediaType, Buffer bytes) {
    return new JsonObject().put("mediaType", mediaType).put("digest", Sha256.of(bytes)).put("size", bytes.length());
  }

  private static JsonObject platform(String text) {
    String[] parts = text.split("/");
    var json = new JsonObject().put("architecture", parts[1]).put("os", parts[0]);
    return parts.length > 2 ? json.put("variant", parts[2]) : json;
  }
}
