package sandbox.arm.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sandbox.arm.ArmOperation;
import sandbox.arm.ManagedResource;
import sandbox.arm.RegistryId;
import sandbox.arm.answer.ArmReply;

/** A registry under ARM: what each operation does to its webhooks and answers when all goes well, or when the request itself is bad. */
public final class ManagedRegistry implements ManagedResource {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{5,50}");
  private static final Set<String> ACTIONS = Set.of("push", "delete", "quarantine", "chart_push", "chart_delete");

  private final RegistryHost host;

  /** @param host what stands behind it */
  public ManagedRegistry(RegistryHost host) {
    this.host = host;
  }

  @Override
  public RegistryId id() {
    return host.id();
  }

  @Override
  public JsonObject document() {
    return RegistryDocuments.registry(host);
  }

  @Override
  public ArmReply perform(ArmOperation.Call call, Buffer body, Page page) {
    String name = call.parameter();
    Optional<WebhookSettings> found = Optional.ofNullable(host.webhooks().get(name));
    return switch (call.operation()) {
      case GET_REGISTRY -> ArmReply.json(200, document());
      case LIST_WEBHOOKS -> ArmReply.json(200, RegistryDocuments.webhooks(host));
      case PUT_WEBHOOK -> put(name, found, body, false);
      case PATCH_WEBHOOK -> found.isEmpty() ? unknown(name) : put(name, found, body, true);
      case DELETE_WEBHOOK -> ArmReply.empty(host.remove(name) ? 200 : 204);
      case GET_WEBHOOK -> found.map(hook -> ArmReply.json(200, RegistryDocuments.webhook(host, name, hook)))
          .orElseGet(() -> unknown(name));
      case PING_WEBHOOK -> host.ping(name).map(id -> ArmReply.json(200, new JsonObject().put("id", id)))
          .orElseGet(() -> unknown(name));
      case LIST_EVENTS -> found.isEmpty() ? unknown(name) : ArmReply.json(200, events(host.sent(name), page));
      case GET_CALLBACK -> found.map(hook -> ArmReply.json(200, new JsonObject()
          .put("serviceUri", hook.serviceUri().toString()).put("customHeaders", new JsonObject(Map.copyOf(
              hook.customHeaders())))))
          .orElseGet(() -> unknown(name));
      default -> throw new IllegalArgumentException(call.operation() + " is not about a registry");
    };
  }

  private static JsonObject events(List<RegistryHost.Sent> all, Page page) {
    int to = Math.min(all.size(), page.skip() + page.size());
    JsonObject document = RegistryDocuments.events(all.subList(Math.min(page.skip(), to), to));
    return to < all.size() ? document.put("nextLink", page.next().apply(to)) : document;
  }

  private ArmReply put(String name, Optional<WebhookSettings> before, Buffer body,
      boolean partly) {
    try {
      if (!(body.toJsonValue() instanceof JsonObject sent)
          || !(sent.getValue("properties", new JsonObject()) instanceof JsonObject members)) {
        return invalid("The request content was invalid and could not be deserialized.");
      }
      if (!partly && sent.getString("location", "").isBlank()) {
        return ArmReply.error(400, "LocationRequired", "The location property is required for this definition.");
      }
      WebhookSettings start = partly
          ? before.orElseThrow()
          : new WebhookSettings(URI.create(""), Map.of(), "", Set.of(), true, Map.of());
      WebhookSettings after = changed(start, members);
      if (sent.getJsonObject("tags") != null) {
        after = after.withTags(texts(sent.getJsonObject("tags")));
      }
      if (!NAME.matcher(name).matches()) {
        return invalid("The webhook name '" + name + "' must have 5 to 50 letters and digits.");
      }
      if (!Objects.requireNonNullElse(after.serviceUri().getScheme(), "").startsWith("http")) {
        return invalid("The service URI must be http or https.");
      }
      if (after.actions().isEmpty() || !ACTIONS.containsAll(after.actions())) {
        return invalid("The actions must be of " + ACTIONS.stream().sorted().toList() + ".");
      }
      host.put(name, after);
      return ArmReply.json(before.isPresent() ? 200 : 201, RegistryDocuments.webhook(host, name, after));
    } catch (DecodeException | ClassCastException | IllegalArgumentException _) { // the answer says so
      return invalid("The request content was invalid and could not be deserialized.");
    }
  }

  private static WebhookSettings changed(WebhookSettings start, JsonObject members) {
    WebhookSettings after = start;
    if (members.getString("serviceUri") != null) {
      after = after.withServiceUri(URI.create(members.getString("serviceUri")));
    }
    if (members.getJsonObject("customHeaders") != null) {
      after = after.withCustomHeaders(texts(members.getJsonObject("customHeaders")));
    }
    if (members.getString("scope") != null) {
      after = after.withScope(members.getString("scope"));
    }
    if (members.getJsonArray("actions") != null) {
      after = after.withActions(
          members.getJsonArray("actions").stream().map(String.class::cast).collect(Collectors.toSet()));
    }
    if (members.getString("status") != null) {
      after = after.withEnabled(members.getString("status").equals("enabled"));
    }
    return after;
  }

  private static Map<String, String> texts(JsonObject members) {
    return members.stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
  }

  private static ArmReply unknown(String name) {
    return ArmReply.error(404, "ResourceNotFound", "The webhook '" + name + "' was not found.");
  }

  private static ArmReply invalid(String message) {
    return ArmReply.error(400, "InvalidRequestContent", message);
  }
}
