package sandbox.image;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import sandbox.registry.Registry;

/** An image pulled by a plain client over HTTP, every digest checked, for looking into it and for unpacking. */
record PulledImage(String digest, JsonObject manifest, JsonObject config, List<byte[]> layers) {
  static PulledImage pull(Registry registry, String repository, String reference) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> manifest = get(http, registry, "/v2/" + repository + "/manifests/" + reference);
      String digest = manifest.headers().firstValue("Docker-Content-Digest").orElseThrow();
      JsonObject json = new JsonObject(new String(checked(digest, manifest.body()), StandardCharsets.UTF_8));
      byte[] config = blob(http, registry, repository, json.getJsonObject("config").getString("digest"));
      var layers = new ArrayList<byte[]>();
      for (Object layer : json.getJsonArray("layers")) {
        layers.add(blob(http, registry, repository, ((JsonObject) layer).getString("digest")));
      }
      return new PulledImage(digest, json, new JsonObject(new String(config, StandardCharsets.UTF_8)), layers);
    }
  }

  /** Unpacks the layers over each other, modes included; the names of what is there, in order. */
  TreeSet<String> unpack(Path folder) throws IOException {
    var names = new TreeSet<String>();
    for (byte[] layer : layers) {
      try (var tar = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          Path target = folder.resolve(entry.getName().replaceFirst("^/+", "")).normalize();
          if (entry.isDirectory()) {
            Files.createDirectories(target);
          } else {
            Files.createDirectories(target.getParent());
            Files.copy(tar, target);
            if (!target.toFile().setExecutable((entry.getMode() & 0100) != 0)) {
              throw new IOException("the mode could not be set");
            }
            names.add(entry.getName());
          }
        }
      }
    }
    return names;
  }

  private static byte[] blob(HttpClient http, Registry registry, String repository, String digest) throws Exception {
    HttpResponse<byte[]> redirect = get(http, registry, "/v2/" + repository + "/blobs/" + digest);
    URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
    return checked(digest, http.send(HttpRequest.newBuilder(location).build(), BodyHandlers.ofByteArray()).body());
  }

  private static HttpResponse<byte[]> get(HttpClient http, Registry registry, String path) throws Exception {
    String basic = Base64.getEncoder().encodeToString(
        (registry.user() + ":" + registry.password()).getBytes(StandardCharsets.UTF_8));
    return http.send(HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
        .header("Authorization", "Basic " + basic).header("Accept", "application/vnd.oci.image.manifest.v1+json")
        .build(), BodyHandlers.ofByteArray());
  }

  private static byte[] checked(String digest, byte[] bytes) throws Exception {
    String is = "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    if (!is.equals(digest)) {
      throw new IOException("the bytes have the digest " + is + ", not " + digest);
    }
    return bytes;
  }
}
