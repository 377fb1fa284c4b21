package sandbox.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import sandbox.registry.content.Manifest;

/** A plain client of a registry that does nothing by itself: no redirects, no tokens, no retries. */
final class Client implements AutoCloseable {
  static final String ALL_KINDS = String.join(", ", Manifest.OCI_INDEX, Manifest.OCI_MANIFEST, Manifest.DOCKER_LIST,
      Manifest.DOCKER_MANIFEST);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String host;

  Client(String host) { this.host = host; }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception { return send("GET", path, headers); }

  HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
    return send(method, path, new byte[0], headers);
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    URI uri = path.startsWith("http://") ? URI.create(path) : URI.create("http://" + host + path);
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).method(method,
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> postForm(String path, String... pairs) throws Exception {
    String[] encoded = Arrays.stream(pairs).map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
        .toArray(String[]::new);
    var form = new StringBuilder();
    for (int i = 0; i < encoded.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(encoded[i]).append('=').append(encoded[i + 1]);
    }
    return send("POST", path, form.toString().getBytes(StandardCharsets.UTF_8), "Content-Type",
        "application/x-www-form-urlencoded");
  }

  /** The whole way from a managed identity's token to an access token for pulling. */
  String pullToken(String entraToken, String repository) throws Exception {
    String refresh = json(postForm("/oauth2/exchange", "grant_type", "access_token", "service", host, "access_token",
        entraToken)).getString("refresh_token");
    return json(postForm("/oauth2/token", "grant_type", "refresh_token", "service", host, "scope",
        "repository:" + repository + ":pull", "refresh_token", refresh)).getString("access_token");
  }

  static JsonObject json(HttpResponse<byte[]> response) { return new JsonObject(Buffer.buffer(response.body())); }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().allValues(name).stream().collect(Collectors.joining(", "));
  }

  @Override
  public void close() { http.close(); }
}
