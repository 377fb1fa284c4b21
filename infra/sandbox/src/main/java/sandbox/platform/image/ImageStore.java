package sandbox.platform.image;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The images on one machine: pulled from their registry, unpacked once per digest. As a container engine does, it asks
 * the registry for the manifest at every pull, so that rights and tags count even when the layers are here.
 */
public final class ImageStore implements ImageSource {
  private static final long LARGEST_LAYER = 1L << 30;
  private static final long LARGEST_IMAGE = 4L << 30;

  private final Path folder;
  private final HttpClient client;
  private final IdentityClient identity;
  private final Map<String, URI> registries;

  /** @param registries where registries listen that are not named by their address; by host as images name it */
  public ImageStore(Path folder, HttpClient client, IdentityClient identity, Map<String, URI> registries) {
    this.folder = folder;
    this.client = client;
    this.identity = identity;
    this.registries = Map.copyOf(registries);
  }

  @Override
  public Pulled pull(ImageName name, String clientId, Consumer<String> progress)
      throws PullFailedException, InterruptedException {
    try {
      var reader = new RegistryReader(client, identity, registry(name.host()), name, clientId);
      RegistryReader.Manifest top = reader.manifest(name.reference());
      progress.accept(name.reference() + " Pulling from " + name.repository());
      RegistryReader.Manifest image = top.json().containsKey("manifests") ? reader.manifest(linux(top.json())) : top;
      JsonObject config = reader.config(digest(image.json().getJsonObject("config")));
      ImageConfig how = ImageConfig.read(config)
          .orElseThrow(() -> new PullFailedException("no command specified in " + name));
      Path rootfs = rootfs(reader, image, progress);
      progress.accept(" Digest: " + top.digest());
      return new Pulled(top.digest(), rootfs, how);
    } catch (PullFailedException e) {
      throw e;
    } catch (IOException | ClassCastException e) { // Vert.x casts members of the wrong type
      throw new PullFailedException("pulling " + name + " failed: " + e.getMessage(), e);
    }
  }

  private URI registry(String host) throws PullFailedException {
    URI known = registries.get(host);
    if (known != null) {
      return known;
    }
    URI address = URI.create("http://" + host);
    if (!Loopback.is(address)) {
      throw new PullFailedException("dial tcp: lookup " + host + ": no such host");
    }
    return address;
  }

  private static String linux(JsonObject index) throws PullFailedException {
    JsonArray manifests = index.getJsonArray("manifests", new JsonArray());
    for (JsonObject each : IntStream.range(0, manifests.size()).mapToObj(manifests::getJsonObject).toList()) {
      JsonObject platform = each.getJsonObject("platform", new JsonObject());
      if ("linux".equals(platform.getString("os")) && "amd64".equals(platform.getString("architecture"))) {
        return digest(each);
      }
    }
    throw new PullFailedException("no matching manifest for linux/amd64 in the manifest list entries");
  }

  private synchronized Path rootfs(RegistryReader reader, RegistryReader.Manifest image, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path ready = folder.resolve(image.digest().replace(':', '-'));
    if (Files.isDirectory(ready)) {
      progress.accept(" Status: Image is up to date");
      return ready;
    }
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, "unpacking");
    try {
      Path rootfs = Files.createDirectory(work.resolve("rootfs"));
      var unpacker = new LayerUnpacker(rootfs, LARGEST_IMAGE);
      JsonArray layers = image.json().getJsonArray("layers", new JsonArray());
      for (int i = 0; i < layers.size(); i++) {
        Path blob = work.resolve("layer");
        try (var to = Files.newOutputStream(blob)) {
          reader.blob(digest(layers.getJsonObject(i)), to, LARGEST_LAYER);
        }
        try (var from = Files.newInputStream(blob)) { // read only now that its digest is known to be right
          unpacker.add(from);
        }
      }
      Files.move(rootfs, ready, StandardCopyOption.ATOMIC_MOVE);
      progress.accept(" Status: Downloaded newer image");
      return ready;
    } finally {
      FileTree.delete(work);
    }
  }

  private static String digest(JsonObject descriptor) throws PullFailedException {
    String digest = descriptor == null ? "" : descriptor.getString("digest", "");
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new PullFailedException("a manifest names no digest of SHA-256");
    }
    return digest;
  }
}
