package sandbox.arm.registry;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * One webhook of a registry as its owner set it.
 *
 * @param serviceUri where it sends to; credentials in it are a secret
 * @param customHeaders sent along; they may hold a secret
 * @param scope {@code repo:*}, {@code repo:tag}, {@code repo} for its tag latest, or empty for the whole registry
 * @param actions of push, delete, quarantine, chart_push and chart_delete
 * @param tags of the Azure resource, which mean nothing to the registry
 */
public record WebhookSettings(URI serviceUri, Map<String, String> customHeaders, String scope, Set<String> actions,
    boolean enabled, Map<String, String> tags) {
  public WebhookSettings {
    customHeaders = Map.copyOf(customHeaders);
    actions = Set.copyOf(actions);
    tags = Map.copyOf(tags);
  }

  public WebhookSettings withServiceUri(URI other) {
    return new WebhookSettings(other, customHeaders, scope, actions, enabled, tags);
  }

  public WebhookSettings withCustomHeaders(Map<String, String> others) {
    return new WebhookSettings(serviceUri, others, scope, actions, enabled, tags);
  }

  public WebhookSettings withScope(String other) {
    return new WebhookSettings(serviceUri, customHeaders, other, actions, enabled, tags);
  }

  public WebhookSettings withActions(Set<String> others) {
    return new WebhookSettings(serviceUri, customHeaders, scope, others, enabled, tags);
  }

  public WebhookSettings withEnabled(boolean on) {
    return new WebhookSettings(serviceUri, customHeaders, scope, actions, on, tags);
  }

  public WebhookSettings withTags(Map<String, String> others) {
    return new WebhookSettings(serviceUri, customHeaders, scope, actions, enabled, others);
  }

  /** Without address and headers. */
  @Override
  public String toString() {
    return "WebhookSettings[scope=" + scope + ", actions=" + actions + ", enabled=" + enabled + "]";
  }
}
