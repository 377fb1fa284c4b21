package sandbox.registry;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One webhook of the registry. Its headers and its service URI may hold a secret, so it prints neither. */
public final class Webhook {
  private final String name;
  private final URI serviceUri;
  private final Map<String, String> customHeaders;
  private final String scope;
  private final Set<String> actions;
  private volatile boolean enabled = true;

  Webhook(String name, URI serviceUri, Map<String, String> customHeaders, String scope, Set<String> actions) {
    if (!name.matches("[A-Za-z0-9]{5,50}")) {
      throw new IllegalArgumentException("a webhook's name has 5 to 50 letters and digits: " + name);
    }
    this.name = name;
    this.serviceUri = serviceUri;
    this.customHeaders = Map.copyOf(customHeaders);
    this.scope = scope;
    this.actions = Set.copyOf(actions);
  }

  public String name() { return name; }
  /** With the credentials, if any. */
  public URI serviceUri() { return serviceUri; }
  public Map<String, String> customHeaders() { return customHeaders; }
  public String scope() { return scope; }
  public Set<String> actions() { return actions; }
  public boolean enabled() { return enabled; }
  public void enable() { enabled = true; }
  /** It sends nothing until it is enabled again; what happens meanwhile is not made up for. */
  public void disable() {
    enabled = false;
  }

  /**
   * Whether an event is for this webhook: {@code repo:*} all tags (and what has none), {@code repo:tag} that tag, {@code repo} the
   * tag latest, empty the whole registry. Source: container-registry-webhook.md; that {@code repo:*} takes untagged events is our
   * reading.
   *
   * @param tag empty for a push by digest and for deletions
   */
  boolean wants(String action, String repository, Optional<String> tag) {
    if (!enabled || !actions.contains(action)) {
      return false;
    }
    if (scope.isEmpty()) {
      return true;
    }
    int colon = scope.indexOf(':');
    String wantedRepository = colon < 0 ? scope : scope.substring(0, colon);
    String wantedTag = colon < 0 ? "latest" : scope.substring(colon + 1);
    return wantedRepository.equals(repository) && (wantedTag.equals("*") || tag.filter(wantedTag::equals).isPresent());
  }
  @Override
  public String toString() { return "Webhook[" + name + ", scope=" + scope + ", actions=" + actions + "]"; }
}
