package relay.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import relay.secret.Secret;

/** The relay's API as a client sees it. Every call has a deadline, follows no redirect, and reads 8 MiB at most. */
public final class ApiClient {
  public static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long MOST_BYTES = 8 << 20;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT)
      .followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final Optional<Secret> token;
  private final Duration deadline;

  public ApiClient(URI base, Optional<Secret> token, Duration deadline) {
    this.base = base;
    this.token = token;
    this.deadline = deadline;
  }

  /** {@code path} below {@code /api/v1/}, already fit for a URL. */
  public JsonNode get(String path) {
    return send(request(path).GET());
  }

  public JsonNode post(String path, ObjectNode body) {
    return send(request(path).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
  }

  private HttpRequest.Builder request(String path) {
    String root = base.toString().replaceAll("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + "/api/v1/" + path)).timeout(deadline)
        .header("Accept", "application/json, application/problem+json");
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    return request;
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = http.send(request.build(),
          BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
      int status = response.statusCode();
      if (status >= 200 && status < 300) {
        return object(response.body()).orElseThrow(() -> unreachable("answers, but not as a relay does"));
      }
      if (status < 400) {
        throw unreachable("answers with a redirect (" + status + "), which is not followed");
      }
      boolean away = status >= 502 && status <= 504; // a gateway before it, or the relay while it starts or stops
      throw new CommandException(away ? ExitCode.UNREACHABLE : ExitCode.REQUEST_REFUSED,
          problem(status, object(response.body())));
    } catch (IOException e) {
      throw unreachable(switch (e) {
        case ConnectException _ -> "takes no connections";
        case HttpTimeoutException _ -> "does not answer in time";
        case SSLException _ -> "cannot prove who it is (TLS)";
        default -> "broke the connection off";
      });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted");
    }
  }

  private CommandException unreachable(String what) {
    return new CommandException(ExitCode.UNREACHABLE,
        base + " " + what + "; --url or RELAY_URL names the relay's address");
  }

  private static Optional<JsonNode> object(byte[] body) {
    try {
      return Optional.ofNullable(JSON.readTree(new String(body, StandardCharsets.UTF_8))).filter(JsonNode::isObject);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** An RFC 9457 problem in one line; an error of something in between, by its status. */
  private static String problem(int status, Optional<JsonNode> body) {
    String title = body.map(b -> Shown.text(b, "title")).filter(t -> !t.isEmpty()).orElse("refused");
    String detail = body.map(b -> Shown.text(b, "detail")).filter(d -> !d.isEmpty()).map(d -> ": " + d).orElse("");
    String hint = status == 401 ? "; RELAY_TOKEN or --token-file gives the token" : "";
    return title + detail + " (" + status + ")" + hint;
  }
}
