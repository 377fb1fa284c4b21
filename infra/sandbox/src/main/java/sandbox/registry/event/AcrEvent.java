package sandbox.registry.event;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import sandbox.registry.content.Manifest;

/**
 * Something that happened in the registry, and its payload: the members and their order are those of
 * container-registry-webhook-reference.md and of the quarantine readme in Azure/acr.
 *
 * @param repository for a chart its name
 * @param tag empty when pushed by digest; for a chart its version
 */
public record AcrEvent(String action, String repository, Optional<String> tag, Optional<Manifest> manifest,
    Origin origin) {
  /** The request that caused it. */
  public record Origin(String requestId, String host, String method, String userAgent) {
    public static Origin of(String host, String method, String userAgent) {
      return new Origin(UUID.randomUUID().toString(), host, method, userAgent);
    }
  }

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'")
      .withZone(ZoneOffset.UTC);

  public static AcrEvent push(String repository, Optional<String> tag, Manifest manifest, Origin origin) {
    return new AcrEvent("push", repository, tag, Optional.of(manifest), origin);
  }

  static AcrEvent quarantine(AcrEvent push) {
    return new AcrEvent("quarantine", push.repository, push.tag, push.manifest, push.origin);
  }

  /** A chart of the legacy Helm repository: {@code chart_push} or {@code chart_delete}, which no request goes with. */
  public static AcrEvent chart(String action, String name, String version, Manifest bytes) {
    return new AcrEvent(action, name, Optional.of(version), Optional.of(bytes), new Origin("", "", "", ""));
  }

  public static AcrEvent delete(String repository, Manifest manifest, Origin origin) {
    return new AcrEvent("delete", repository, Optional.empty(), Optional.of(manifest), origin);
  }

  /** What the webhook's own ping sends; the documentation does not show it. */
  static JsonObject ping() {
    return envelope("ping");
  }

  String digest() { return manifest.map(Manifest::digest).orElse(""); }

  boolean isPush() { return action.equals("push"); }

  /** With an id and a time of its own at each call: a replica repeats the event under a new id. */
  JsonObject payload() {
    if (action.startsWith("chart_")) {
      return envelope(action).put("target", chartTarget());
    }
    var target = new JsonObject();
    manifest.ifPresent(one -> {
      if (!action.equals("quarantine")) {
        target.put("mediaType", one.mediaType());
      }
      if (!action.equals("delete")) {
        target.put("size", one.size());
      }
      target.put("digest", one.digest());
      if (!action.equals("delete")) {
        target.put("length", one.size());
      }
    });
    target.put("repository", repository);
    tag.ifPresent(name -> target.put("tag", name));
    var request = new JsonObject().put("id", origin.requestId()).put("host", origin.host())
        .put("method", origin.method());
    if (!action.equals("quarantine")) {
      request.put("useragent", origin.userAgent());
    }
    return envelope(action).put("target", target).put("request", request);
  }

  private JsonObject chartTarget() {
    String archive = tag.orElse("") + ".tgz";
    var target = new JsonObject();
    manifest.ifPresent(chart -> target.put("mediaType", chart.mediaType()).put("size", chart.size()).put("digest",
        chart.digest()));
    return target.put("repository", "repo").put("tag", repository + "-" + archive).put("name", repository)
        .put("version", archive);
  }

  private static JsonObject envelope(String action) {
    return new JsonObject().put("id", UUID.randomUUID().toString()).put("timestamp", TIME.format(Instant.now()))
        .put("action", action);
  }
}
