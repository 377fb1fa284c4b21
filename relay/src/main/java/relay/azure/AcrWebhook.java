package relay.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.containerregistry.fluent.WebhooksClient;
import com.azure.resourcemanager.containerregistry.fluent.models.EventInner;
import com.azure.resourcemanager.containerregistry.fluent.models.WebhookInner;
import com.azure.resourcemanager.containerregistry.models.EventContent;
import com.azure.resourcemanager.containerregistry.models.EventRequestMessage;
import com.azure.resourcemanager.containerregistry.models.WebhookStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import relay.app.WebAppException;
import relay.azure.arm.ArmCalls;
import relay.azure.arm.ArmCalls.Reply;
import relay.azure.arm.ArmOperation;
import relay.azure.arm.WebhookId;
import relay.reconcile.HookException;
import relay.reconcile.RegistryHook;

/**
 * One webhook of an Azure Container Registry through the SDK's inner client. Never asks for its callback configuration, which
 * holds the secret, and takes of its log no header, no answer, and of the address only the path.
 */
final class AcrWebhook implements RegistryHook {
  private static final int MOST_EVENTS = 1000;
  private static final int LARGEST_EVENT = 64 * 1024;
  /** As the receivers want an event's id to be, so that it can be known again. */
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final WebhookId id;
  private final WebhooksClient webhooks;
  private final ArmCalls calls;

  AcrWebhook(WebhookId id, WebhooksClient webhooks, ArmCalls calls) {
    this.id = id;
    this.webhooks = webhooks;
    this.calls = calls;
  }

  @Override
  public String id() {
    return id.resourceId();
  }

  @Override
  public String name() {
    return id.webhook();
  }

  @Override
  public State look() throws HookException, InterruptedException {
    return ask(ArmOperation.GET_WEBHOOK, () -> Reply.of(
        webhooks.getWithResponse(id.resourceGroup(), id.registry(), id.webhook(), Context.NONE), AcrWebhook::state));
  }

  @Override
  public List<Sent> log() throws HookException, InterruptedException {
    return ask(ArmOperation.LIST_EVENTS, () -> Reply.ofPages(
        webhooks.listEvents(id.resourceGroup(), id.registry(), id.webhook(), Context.NONE), AcrWebhook::sent,
        MOST_EVENTS)).stream().flatMap(Optional::stream).toList();
  }

  @Override
  public void ping() throws HookException, InterruptedException {
    var _ = ask(ArmOperation.PING, () -> Reply.of(
        webhooks.pingWithResponse(id.resourceGroup(), id.registry(), id.webhook(), Context.NONE), _ -> true));
  }

  private <T> T ask(ArmOperation operation, Supplier<Reply<T>> request) throws HookException, InterruptedException {
    try {
      return calls.read(operation, id, request);
    } catch (WebAppException e) {
      throw new HookException(switch (e.kind()) {
        case FORBIDDEN -> HookException.Kind.FORBIDDEN;
        case NOT_FOUND -> HookException.Kind.NOT_FOUND;
        default -> HookException.Kind.UNAVAILABLE;
      }, String.valueOf(e.getMessage()));
    }
  }

  private static State state(WebhookInner webhook) {
    return new State(WebhookStatus.ENABLED.equals(webhook.status()),
        Objects.requireNonNullElse(webhook.scope(), ""),
        Objects.requireNonNullElse(webhook.actions(), List.<Object>of()).stream()
            .map(action -> action.toString().toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()));
  }

  /** Empty for an entry that could never be a delivery: without an event, an id or an action, or too large. */
  static Optional<Sent> sent(EventInner entry) {
    EventRequestMessage request = entry.eventRequestMessage();
    EventContent content = request == null ? null : request.content();
    if (request == null || content == null || content.id() == null || !ID.matcher(content.id()).matches()
        || content.action() == null || !ACTION.matcher(content.action()).matches()) {
      return Optional.empty();
    }
    try {
      String body = content.toJsonString();
      return body.length() > LARGEST_EVENT
          ? Optional.empty()
          : Optional.of(new Sent(content.id(),
              Optional.ofNullable(content.timestamp()).map(OffsetDateTime::toInstant), content.action(), body,
              path(request.requestUri())));
    } catch (IOException unwritable) {
      return Optional.empty();
    }
  }

  /** The rest of the address may hold credentials. */
  private static Optional<String> path(@Nullable String uri) {
    try {
      return Optional.ofNullable(uri).isEmpty() ? Optional.empty() : Optional.ofNullable(new URI(uri).getPath());
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }
}
