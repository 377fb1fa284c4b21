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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.SiteStatus;
import relay.app.SiteStatus.Instance;
import relay.app.SiteStatus.State;
import relay.app.WebAppException;
import relay.azure.arm.ArmCalls;
import relay.azure.arm.ArmCalls.Reply;
import relay.azure.arm.ArmOperation;
import relay.azure.arm.SiteId;

/**
 * The site status of one app: one raw GET, since the SDK does not know it (azure-contracts-next, section 12.1). A preview:
 * where it is not offered, or refused to this identity, the relay goes on without it and says so once.
 */
final class SiteStatusCall {
  private static final Logger LOG = LoggerFactory.getLogger(SiteStatusCall.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUERY = "/siteStatus?api-version=2024-11-01";
  private static final int MOST_INSTANCES = 200;
  private static final int LONGEST_TEXT = 500;
  /** So many calls are left out after one that was refused: it may be rolled out, or granted, meanwhile. */
  private static final int LEFT_OUT = 100;

  private final SiteId site;
  private final HttpPipeline pipeline;
  private final URI endpoint;
  private final ArmCalls calls;
  private boolean said;
  private int leftOut;

  SiteStatusCall(SiteId site, HttpPipeline pipeline, URI endpoint, ArmCalls calls) {
    this.site = site;
    this.pipeline = pipeline;
    this.endpoint = endpoint;
    this.calls = calls;
  }

  /** Empty where the platform does not offer it, or not to this identity. */
  Optional<SiteStatus> look() throws WebAppException, InterruptedException {
    if (isLeftOut()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(calls.read(ArmOperation.SITE_STATUS, site, this::ask)));
    } catch (WebAppException e) {
      return switch (e.kind()) {
        case FORBIDDEN, NOT_FOUND -> {
          refused(e);
          yield Optional.empty();
        }
        case UNAVAILABLE, UNEXPECTED -> throw e;
      };
    }
  }

  private synchronized boolean isLeftOut() {
    if (leftOut > 0) {
      leftOut--;
      return true;
    }
    return false;
  }

  private synchronized void refused(WebAppException why) {
    leftOut = LEFT_OUT;
    if (!said) {
      said = true;
      LOG.info("{}: goes on without the site status: {}", site.site(), why.getMessage());
    }
  }

  private Reply<String> ask() {
    URI url = URI.create(endpoint.toString().replaceAll("/+$", "") + site.resourceId() + QUERY);
    var request = new HttpRequest(HttpMethod.GET, url.toString());
    try (HttpResponse answer = pipeline.sendSync(request, Context.NONE)) {
      BinaryData body = answer.getBodyAsBinaryData();
      if (answer.getStatusCode() != 200) {
        throw new HttpResponseException("no site status", answer.buffer());
      }
      return new Reply<>(body == null ? "" : body.toString(), answer.getStatusCode(), answer.getHeaders());
    }
  }

  /** All instances, or one object where there is one; what cannot be read names none. */
  static SiteStatus parse(String body) {
    List<Instance> instances = new ArrayList<>();
    try {
      JsonNode properties = JSON.readTree(body).path("properties");
      if (properties.isObject()) {
        instance(properties).ifPresent(instances::add);
      }
      if (properties.isArray()) {
        for (JsonNode each : properties) {
          if (instances.size() < MOST_INSTANCES) {
            instance(each).ifPresent(instances::add);
          }
        }
      }
    } catch (JsonProcessingException notJson) {
      LOG.debug("a site status that is not JSON", notJson);
    }
    return new SiteStatus(instances);
  }

  private static Optional<Instance> instance(JsonNode node) {
    String id = text(node, "instanceId");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Instance(id, state(text(node, "state")), text(node, "action"),
        Optional.of(text(node, "lastError")).filter(error -> !error.isEmpty()),
        time(text(node, "lastErrorTimestamp")), LogScrub.scrub(details(node))));
  }

  private static String details(JsonNode node) {
    String ofTheError = text(node, "lastErrorDetails");
    return ofTheError.isEmpty() ? text(node, "details") : ofTheError;
  }

  private static State state(String word) {
    try {
      return State.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException newer) {
      return State.UNKNOWN;
    }
  }

  /** Without a zone it is taken for UTC. */
  private static Optional<Instant> time(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noZone) {
      return ContainerLog.stamp(text);
    }
  }

  private static String text(JsonNode node, String member) {
    String text = node.path(member).isTextual() ? node.path(member).asText() : "";
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
