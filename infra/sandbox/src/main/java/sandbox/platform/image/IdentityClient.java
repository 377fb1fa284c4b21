package sandbox.platform.image;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Asks the managed identity endpoint for tokens, the way a container on App Service does.
 *
 * @param header the secret that the endpoint wants to see
 */
public record IdentityClient(URI endpoint, String header) {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** The environment through which containers find the endpoint. */
  public Map<String, String> environment() {
    return Map.of("IDENTITY_ENDPOINT", endpoint.toString(), "IDENTITY_HEADER", header);
  }

  /** A token of the identity for {@code resource}. */
  String token(HttpClient client, String clientId, String resource) throws IOException, InterruptedException {
    var query = "?api-version=2019-08-01&resource=" + encoded(resource) + "&client_id=" + encoded(clientId);
    var answer = client.send(HttpRequest.newBuilder(URI.create(endpoint + query)).header("X-IDENTITY-HEADER", header)
        .timeout(DEADLINE).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the identity endpoint answered " + answer.statusCode() + " for " + clientId);
    }
    try {
      String token = new JsonObject(answer.body()).getString("access_token");
      if (token == null) {
        throw new IOException("the identity endpoint gave no token");
      }
      return token;
    } catch (DecodeException e) {
      throw new IOException("the identity endpoint gave no JSON", e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "IdentityClient[" + endpoint + "]";
  }
}
