package sandbox.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sandbox.registry.content.Manifest;
import sandbox.registry.content.Repositories;
import sandbox.registry.event.AcrEvent;
import sandbox.registry.event.Quarantine;
import sandbox.registry.event.Webhooks;
import sandbox.registry.protocol.Bodies;
import sandbox.registry.protocol.OciErrorException;
import sandbox.registry.protocol.Sha256;

/** Manifests by tag or digest, the list of tags, and the referrers of a manifest. */
final class ManifestRoutes {
  private final Repositories repositories;
  private final Webhooks webhooks;
  private final Quarantine quarantine;
  private final Faults faults;
  private final Arrivals arrivals;
  private final Supplier<String> host;

  ManifestRoutes(Repositories repositories, Webhooks webhooks, Quarantine quarantine, Faults faults,
      Supplier<String> host) {
    this.repositories = repositories;
    this.webhooks = webhooks;
    this.quarantine = quarantine;
    this.faults = faults;
    this.arrivals = new Arrivals(repositories, quarantine, faults);
    this.host = host;
  }

  void get(HttpServerRequest request, String repository, String reference) {
    Manifest manifest = repositories.manifest(repository, reference)
        .orElseThrow(() -> repositories.has(repository)
            ? OciErrorException.unknownManifest(reference)
            : OciErrorException.unknownRepository(repository));
    if (faults.hides(manifest.digest())) {
      throw OciErrorException.unknownManifest(reference);
    }
    if (quarantine.holds(repository, manifest.digest())) {
      throw Sha256.isDigest(reference)
          ? new OciErrorException(403, "DENIED", "manifest is quarantined") // the readme says "refused" and no more
          : OciErrorException.unknownManifest(reference);
    }
    Manifest shown = Sha256.isDigest(reference) ? manifest : negotiated(request, repository, manifest);
    request.response().putHeader("Content-Type", shown.mediaType()).putHeader("Docker-Content-Digest", shown.digest())
        .putHeader("ETag", '"' + shown.digest() + '"');
    Bodies.send(request, 200, faults.corrupts(shown.digest()) ? Bodies.corrupted(shown.bytes()) : shown.bytes());
  }

  /** As docker's registry: whoever does not say that it reads an index is given the linux/amd64 image of it. */
  private Manifest negotiated(HttpServerRequest request, String repository, Manifest manifest) {
    String accepted = String.join(",", request.headers().getAll("Accept"));
    if (!manifest.isIndex() || accepted.contains(Manifest.OCI_INDEX) || accepted.contains(Manifest.DOCKER_LIST)) {
      return manifest;
    }
    return manifest.child("linux/amd64").flatMap(child -> repositories.manifest(repository, child)).orElse(manifest);
  }

  void put(HttpServerRequest request, String repository, String reference, Buffer body) {
    String mediaType = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
    Manifest manifest = Manifest.parse(mediaType, body);
    boolean byDigest = Sha256.isDigest(reference);
    if (byDigest && !reference.equals(manifest.digest())) {
      throw new OciErrorException(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
    }
    requireReferences(repository, manifest);
    Optional<String> tag = byDigest ? Optional.empty() : Optional.of(reference);
    Runnable events = webhooks.prepare(arrivals.take(repository, tag, manifest, origin(request)));
    manifest.subject().ifPresent(subject -> request.response().putHeader("OCI-Subject", subject));
    request.response().setStatusCode(201).putHeader("Docker-Content-Digest", manifest.digest())
        .putHeader("Location", "/v2/" + repository + "/manifests/" + manifest.digest())
        .putHeader("Content-Length", "0").end().onComplete(_ -> events.run());
  }

  private void requireReferences(String repository, Manifest manifest) {
    for (String digest : manifest.references()) {
      boolean there = manifest.isIndex()
          ? repositories.manifest(repository, digest).isPresent()
          : repositories.hasBlob(repository, digest);
      if (!there) {
        throw new OciErrorException(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry: " + digest);
      }
    }
  }

  /** By digest the manifest and its tags go, which is an event; by tag only the tag goes, which is none. */
  void delete(HttpServerRequest request, String repository, String reference) {
    Optional<Runnable> events = Optional.empty();
    if (Sha256.isDigest(reference)) {
      Manifest gone = repositories.deleteManifest(repository, reference)
          .orElseThrow(() -> OciErrorException.unknownManifest(reference));
      events = Optional.of(webhooks.prepare(List.of(AcrEvent.delete(repository, gone, origin(request)))));
    } else if (!repositories.deleteTag(repository, reference)) {
      throw OciErrorException.unknownManifest(reference);
    }
    Runnable after = events.orElse(() -> {});
    request.response().setStatusCode(202).putHeader("Content-Length", "0").end().onComplete(_ -> after.run());
  }

  void tags(HttpServerRequest request, String repository) {
    if (!repositories.has(repository)) {
      throw OciErrorException.unknownRepository(repository);
    }
    List<String> visible = repositories.tags(repository).stream()
        .filter(tag -> repositories.manifest(repository, tag)
            .filter(manifest -> !quarantine.holds(repository, manifest.digest())).isPresent())
        .toList();
    Page page = Page.of(request, visible);
    page.link(request, "/v2/" + repository + "/tags/list");
    json(request, "application/json", new JsonObject().put("name", repository).put("tags", page.names()));
  }

  /** All repositories, at {@code /v2/_catalog} and at ACR's own path. */
  void catalog(HttpServerRequest request, String path) {
    Page page = Page.of(request, repositories.names());
    page.link(request, path);
    json(request, "application/json", new JsonObject().put("repositories", page.names()));
  }

  /** Always an index, empty where nothing refers to the digest; filtered by {@code artifactType} when asked to. */
  void referrers(HttpServerRequest request, String repository, String digest) {
    if (!Sha256.isDigest(digest)) {
      throw new OciErrorException(400, "DIGEST_INVALID", "provided digest is not a digest");
    }
    Optional<String> type = Optional.ofNullable(request.getParam("artifactType"));
    Stream<Manifest> referring = repositories.manifests(repository).stream()
        .filter(one -> one.subject().filter(digest::equals).isPresent())
        .filter(one -> type.isEmpty() || type.equals(one.artifactType()));
    type.ifPresent(_ -> request.response().putHeader("OCI-Filters-Applied", "artifactType"));
    json(request, Manifest.OCI_INDEX, new JsonObject().put("schemaVersion", 2).put("mediaType", Manifest.OCI_INDEX)
        .put("manifests", new JsonArray(referring.map(ManifestRoutes::descriptor).toList())));
  }

  private static JsonObject descriptor(Manifest manifest) {
    var descriptor = new JsonObject().put("mediaType", manifest.mediaType()).put("digest", manifest.digest())
        .put("size", manifest.size());
    manifest.artifactType().ifPresent(type -> descriptor.put("artifactType", type));
    Optional.ofNullable(manifest.json().getJsonObject("annotations"))
        .ifPresent(notes -> descriptor.put("annotations", notes));
    return descriptor;
  }

  private AcrEvent.Origin origin(HttpServerRequest request) {
    return AcrEvent.Origin.of(host.get(), request.method().name(),
        Optional.ofNullable(request.getHeader("User-Agent")).orElse(""));
  }

  private static void json(HttpServerRequest request, String mediaType, JsonObject body) {
    request.response().putHeader("Content-Type", mediaType);
    Bodies.send(request, 200, body.toBuffer());
  }
}
