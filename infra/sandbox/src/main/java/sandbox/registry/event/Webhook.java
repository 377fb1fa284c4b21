package sandbox.registry.event;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sandbox.arm.registry.WebhookSettings;

/** One webhook of the registry. Its headers and its service URI may hold a secret, so it prints neither. */
public final class Webhook {
  private final String name;
  private volatile WebhookSettings settings;
  private volatile boolean cutOff;

  public Webhook(String name, WebhookSettings settings) {
    if (!name.matches("[A-Za-z0-9]{5,50}")) {
      throw new IllegalArgumentException("a webhook's name has 5 to 50 letters and digits: " + name);
    }
    this.name = name;
    this.settings = settings;
  }

  public String name() { return name; }

  public WebhookSettings settings() { return settings; }

  /** With the credentials, if any. */
  public URI serviceUri() {
    return settings.serviceUri();
  }

  public Map<String, String> customHeaders() { return settings.customHeaders(); }

  public String scope() { return settings.scope(); }

  public Set<String> actions() { return settings.actions(); }

  public boolean enabled() { return settings.enabled(); }

  /** As its owner changes it in the portal. */
  public void change(WebhookSettings next) {
    settings = next;
  }

  public void enable() { settings = settings.withEnabled(true); }

  /** It sends nothing until it is enabled again; what happens meanwhile is not made up for. */
  public void disable() {
    settings = settings.withEnabled(false);
  }

  /** From now on its deliveries go nowhere: the log shows each as a 504, at once, and the endpoint hears nothing. */
  public void cutOff() {
    cutOff = true;
  }

  /** Ends {@link #cutOff}; what was lost stays lost. */
  public void reconnect() {
    cutOff = false;
  }

  boolean isCutOff() { return cutOff; }

  /**
   * Whether an event is for this webhook: {@code repo:*} all tags (and what has none), {@code repo:tag} that tag, {@code repo} the
   * tag latest, empty the whole registry. Source: container-registry-webhook.md; that {@code repo:*} takes untagged events is our
   * reading.
   *
   * @param tag empty for a push by digest and for deletions
   */
  boolean wants(String action, String repository, Optional<String> tag) {
    WebhookSettings now = settings;
    if (!now.enabled() || !now.actions().contains(action)) {
      return false;
    }
    if (now.scope().isEmpty()) {
      return true;
    }
    int colon = now.scope().indexOf(':');
    String wantedRepository = colon < 0 ? now.scope() : now.scope().substring(0, colon);
    String wantedTag = colon < 0 ? "latest" : now.scope().substring(colon + 1);
    return wantedRepository.equals(repository) && (wantedTag.equals("*") || tag.filter(wantedTag::equals).isPresent());
  }

  @Override
  public String toString() { return "Webhook[" + name + ", " + settings + "]"; }
}
