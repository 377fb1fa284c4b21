package sandbox.platform.image;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import sandbox.platform.image.ImageSource.PullFailedException;

/**
 * Reads one repository of a registry as App Service does: the identity's token exchanged for the registry's own, blobs
 * fetched from where the registry sends one, without {@code Authorization} there, every digest checked. Good for one pull.
 */
final class RegistryReader {
  private static final String ACCEPT = "application/vnd.oci.image.index.v1+json, "
      + "application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.manifest.v1+json, "
      + "application/vnd.docker.distribution.manifest.v2+json";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int LARGEST_MANIFEST = 4 << 20;

  /** A manifest and what its bytes hash to. */
  record Manifest(String digest, JsonObject json) {}

  private final HttpClient client;
  private final IdentityClient identity;
  private final URI registry;
  private final ImageName image;
  private final String clientId;
  private Optional<String> token = Optional.empty();

  /** @param clientId of the identity to pull with; empty for none */
  RegistryReader(HttpClient client, IdentityClient identity, URI registry, ImageName image, String clientId) {
    this.client = client;
    this.identity = identity;
    this.registry = registry;
    this.image = image;
    this.clientId = clientId;
  }

  /** @param reference tag or digest; a digest is what the bytes must hash to */
  Manifest manifest(String reference) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = get("/v2/" + image.repository() + "/manifests/" + reference);
    byte[] bytes;
    try (var body = answer.body()) {
      bytes = body.readNBytes(LARGEST_MANIFEST);
    }
    if (answer.statusCode() != 200) {
      throw refused("manifest " + reference, answer.statusCode(), bytes);
    }
    String digest = "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
    if (reference.startsWith("sha256:") && !reference.equals(digest)) {
      throw new PullFailedException("manifest " + reference + " does not match its digest: it hashes to " + digest);
    }
    return new Manifest(digest, json(bytes));
  }

  /** Fetches a small blob whole. */
  JsonObject config(String digest) throws IOException, InterruptedException {
    var bytes = new ByteArrayOutputStream();
    blob(digest, bytes, LARGEST_MANIFEST);
    return json(bytes.toByteArray());
  }

  /** Copies a blob and fails unless its bytes hash to {@code digest}. */
  void blob(String digest, OutputStream to, long most) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = get("/v2/" + image.repository() + "/blobs/" + digest);
    if (answer.statusCode() == 307 || answer.statusCode() == 302) {
      answer.body().close();
      URI storage = answer.headers().firstValue("Location").map(registry::resolve)
          .orElseThrow(() -> new PullFailedException("blob " + digest + ": a redirect to nowhere"));
      if (!Loopback.is(storage)) {
        throw new PullFailedException("blob " + digest + " is not on this machine");
      }
      answer = client.send(HttpRequest.newBuilder(storage).timeout(DEADLINE).build(), BodyHandlers.ofInputStream());
    }
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw refused("blob " + digest, answer.statusCode(), body.readNBytes(LARGEST_MANIFEST));
      }
      MessageDigest hash = sha256();
      var buffer = new byte[1 << 16];
      long left = most;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        left -= read;
        if (left < 0) {
          throw new PullFailedException("blob " + digest + " is too large");
        }
        hash.update(buffer, 0, read);
        to.write(buffer, 0, read);
      }
      if (!digest.equals("sha256:" + HexFormat.of().formatHex(hash.digest()))) {
        throw new PullFailedException("filesystem layer verification failed for digest " + digest);
      }
    }
  }

  private HttpResponse<InputStream> get(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> first = ask(path);
    if (first.statusCode() != 401 || token.isPresent() || clientId.isEmpty()) {
      return first;
    }
    first.body().close();
    token = Optional.of(exchange());
    return ask(path);
  }

  private HttpResponse<InputStream> ask(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(registry.resolve(path)).header("Accept", ACCEPT).timeout(DEADLINE);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  private String exchange() throws IOException, InterruptedException {
    String entra = identity.token(client, clientId, "https://containerregistry.azure.net");
    String service = image.host();
    String refresh = form("/oauth2/exchange", "refresh_token", "grant_type=access_token&service="
        + IdentityClient.encoded(service) + "&access_token=" + IdentityClient.encoded(entra));
    return form("/oauth2/token", "access_token",
        "grant_type=refresh_token&service=" + IdentityClient.encoded(service) + "&scope="
            + IdentityClient.encoded("repository:" + image.repository() + ":pull") + "&refresh_token="
            + IdentityClient.encoded(refresh));
  }

  private String form(String path, String member, String body) throws IOException, InterruptedException {
    var answer = client.send(
        HttpRequest.newBuilder(registry.resolve(path)).header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(DEADLINE).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw refused(path, answer.statusCode(), answer.body());
    }
    String found = json(answer.body()).getString(member);
    if (found == null) {
      throw new PullFailedException(path + " gave no " + member);
    }
    return found;
  }

  /** In the words of the Docker engine, which App Service passes on. */
  private PullFailedException refused(String what, int status, byte[] body) {
    String code = switch (status) {
      case 401 -> "unauthorized: authentication required";
      case 403 -> "denied: requested access to the resource is denied";
      case 404 -> "manifest unknown: manifest for " + image + " not found";
      case 429 -> "toomanyrequests: the registry's limit is reached";
      default -> "received unexpected HTTP status: " + status + (body.length == 0 ? "" : " with a body");
    };
    return new PullFailedException(what + ": " + code, status == 401 || status == 403);
  }

  private static JsonObject json(byte[] bytes) throws PullFailedException {
    try {
      return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (DecodeException | ClassCastException e) {
      throw new PullFailedException("the registry gave no JSON object", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
