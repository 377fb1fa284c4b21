package sandbox.registry.content;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sandbox.registry.protocol.Sha256;

/**
 * What the registry holds: repositories with their manifests, tags and blobs. In memory, or in a folder that a later registry
 * can be started on. May be used from any thread.
 */
public final class Repositories {
  private static final class Repository {
    final Map<String, Manifest> manifests = new LinkedHashMap<>();
    final TreeMap<String, String> tags = new TreeMap<>();
    final Set<String> blobs = new LinkedHashSet<>();
  }

  private final Map<String, Repository> repositories = new TreeMap<>();
  private final Blobs blobs;
  private final Optional<Path> index;

  /** What is in {@code folder} already; empty: nothing yet, and in memory. */
  public Repositories(Optional<Path> folder) {
    try {
      this.blobs = folder.isPresent() ? new Blobs.InFolder(folder.get().resolve("blobs")) : new Blobs.InMemory();
      this.index = folder.map(place -> place.resolve("repositories.json"));
      if (index.isPresent() && Files.exists(index.get())) {
        load(new JsonObject(Files.readString(index.get())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized boolean has(String repository) { return repositories.containsKey(repository); }

  public synchronized List<String> names() { return List.copyOf(repositories.keySet()); }

  /** In lexical order. */
  public synchronized List<String> tags(String repository) {
    return at(repository).map(one -> List.copyOf(one.tags.keySet())).orElse(List.of());
  }

  /** In order of arrival. */
  public synchronized List<Manifest> manifests(String repository) {
    return at(repository).map(one -> List.copyOf(one.manifests.values())).orElse(List.of());
  }

  /** Empty when there is none; {@code reference} is a tag or a digest. */
  public synchronized Optional<Manifest> manifest(String repository, String reference) {
    return at(repository).flatMap(one -> Optional.ofNullable(
        one.manifests.get(Sha256.isDigest(reference) ? reference : one.tags.getOrDefault(reference, ""))));
  }

  /**
   * Whether the repository held this manifest before.
   *
   * @param tag empty when pushed by digest
   */
  public synchronized boolean putManifest(String repository, Optional<String> tag, Manifest manifest) {
    Repository home = home(repository);
    boolean known = home.manifests.put(manifest.digest(), manifest) != null;
    tag.ifPresent(name -> home.tags.put(name, manifest.digest()));
    blobs.write(manifest.digest(), manifest.bytes());
    save();
    return known;
  }

  /** Takes the tag away and leaves the manifest; whether there was such a tag. */
  public synchronized boolean deleteTag(String repository, String tag) {
    boolean gone = at(repository).map(one -> one.tags.remove(tag)).isPresent();
    save();
    return gone;
  }

  /** Takes the manifest and all its tags away; empty when there was none. */
  public synchronized Optional<Manifest> deleteManifest(String repository, String digest) {
    Optional<Manifest> gone = at(repository).map(one -> one.manifests.remove(digest));
    at(repository).ifPresent(one -> one.tags.values().removeIf(digest::equals));
    save();
    return gone;
  }

  public synchronized void putBlob(String repository, String digest, Buffer bytes) {
    blobs.write(digest, bytes);
    home(repository).blobs.add(digest);
    save();
  }

  /** Makes a blob of one repository known in another; whether there was such a blob. */
  public synchronized boolean mount(String from, String to, String digest) {
    boolean there = hasBlob(from, digest);
    if (there) {
      home(to).blobs.add(digest);
      save();
    }
    return there;
  }

  public synchronized boolean hasBlob(String repository, String digest) {
    return at(repository).map(one -> one.blobs.contains(digest)).orElse(false);
  }

  public synchronized boolean deleteBlob(String repository, String digest) {
    boolean gone = at(repository).map(one -> one.blobs.remove(digest)).orElse(false);
    save();
    return gone;
  }

  public Optional<Long> blobSize(String repository, String digest) {
    return hasBlob(repository, digest) ? blobs.size(digest) : Optional.empty();
  }

  /** Bytes by digest alone, as the storage behind a registry serves them. */
  public Optional<Buffer> bytes(String digest) {
    return blobs.read(digest);
  }

  private Optional<Repository> at(String name) { return Optional.ofNullable(repositories.get(name)); }

  private Repository home(String name) { return repositories.computeIfAbsent(name, _ -> new Repository()); }

  private void save() {
    if (index.isEmpty()) {
      return;
    }
    var all = new JsonObject();
    repositories.forEach((name, one) -> {
      var manifests = new JsonObject();
      one.manifests.values().forEach(manifest -> manifests.put(manifest.digest(), manifest.mediaType()));
      all.put(name, new JsonObject().put("manifests", manifests).put("tags", new JsonObject(Map.copyOf(one.tags)))
          .put("blobs", new JsonArray(List.copyOf(one.blobs))));
    });
    try {
      Path half = index.get().resolveSibling("repositories.json.part");
      Files.writeString(half, all.encodePrettily());
      Files.move(half, index.get(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load(JsonObject all) {
    for (String name : all.fieldNames()) {
      Repository one = home(name);
      JsonObject saved = all.getJsonObject(name);
      saved.getJsonObject("manifests").forEach(entry -> one.manifests.put(entry.getKey(), new Manifest(entry.getKey(),
          (String) entry.getValue(), blobs.read(entry.getKey()).orElseThrow())));
      saved.getJsonObject("tags").forEach(entry -> one.tags.put(entry.getKey(), (String) entry.getValue()));
      saved.getJsonArray("blobs").forEach(digest -> one.blobs.add((String) digest));
    }
  }
}
