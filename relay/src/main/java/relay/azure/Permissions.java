package relay.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import relay.azure.arm.ArmCalls;
import relay.azure.arm.ArmCalls.Attempt;
import relay.azure.arm.ArmCalls.Reply;
import relay.azure.arm.ArmOperation;
import relay.azure.arm.ArmResource;

/** What the identity may do to one resource, as Azure itself tells: the only way to know of a write without writing. */
final class Permissions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUERY = "/providers/Microsoft.Authorization/permissions?api-version=2022-04-01";

  private final ArmResource resource;
  private final HttpPipeline pipeline;
  private final URI endpoint;
  private final ArmCalls calls;

  Permissions(ArmResource resource, HttpPipeline pipeline, URI endpoint, ArmCalls calls) {
    this.resource = resource;
    this.pipeline = pipeline;
    this.endpoint = endpoint;
    this.calls = calls;
  }

  /** Whether the action is granted there; empty when Azure does not tell. */
  Optional<Boolean> grants(String action) throws InterruptedException {
    return switch (calls.once(ArmOperation.PERMISSIONS, resource, this::ask)) {
      case Attempt.Done<String>(String body) -> granted(body, action);
      case Attempt.Failed<String> _ -> Optional.empty();
    };
  }

  private Reply<String> ask() {
    URI url = URI.create(endpoint.toString().replaceAll("/+$", "") + resource.resourceId() + QUERY);
    var request = new HttpRequest(HttpMethod.GET, url.toString());
    try (HttpResponse answer = pipeline.sendSync(request, Context.NONE)) {
      BinaryData body = answer.getBodyAsBinaryData();
      if (answer.getStatusCode() != 200) {
        throw new HttpResponseException("not answered", answer.buffer());
      }
      return new Reply<>(body == null ? "" : body.toString(), answer.getStatusCode(), answer.getHeaders());
    }
  }

  /** Empty when the answer cannot be read, or goes on on a further page and this one does not grant it. */
  static Optional<Boolean> granted(String body, String action) {
    try {
      JsonNode answer = JSON.readTree(body);
      JsonNode entries = answer.path("value");
      if (!entries.isArray()) {
        return Optional.empty();
      }
      boolean granted = StreamSupport.stream(entries.spliterator(), false)
          .anyMatch(entry -> names(entry.path("actions"), action) && !names(entry.path("notActions"), action));
      return granted || answer.path("nextLink").asText("").isEmpty() ? Optional.of(granted) : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static boolean names(JsonNode patterns, String action) {
    return StreamSupport.stream(patterns.spliterator(), false).anyMatch(pattern -> matches(pattern.asText(), action));
  }

  /** {@code *} stands for any text, slashes included; case does not count. */
  private static boolean matches(String pattern, String action) {
    String[] parts = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
    String rest = action.toLowerCase(Locale.ROOT);
    if (parts.length == 1) {
      return rest.equals(parts[0]);
    }
    if (!rest.startsWith(parts[0])) {
      return false;
    }
    rest = rest.substring(parts[0].length());
    for (int i = 1; i < parts.length - 1; i++) {
      int at = rest.indexOf(parts[i]);
      if (at < 0) {
        return false;
      }
      rest = rest.substring(at + parts[i].length());
    }
    return rest.endsWith(parts[parts.length - 1]);
  }
}
