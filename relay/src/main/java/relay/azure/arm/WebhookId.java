package relay.azure.arm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names one webhook of an Azure Container Registry at Azure Resource Manager. */
public record WebhookId(String subscription, String resourceGroup, String registry, String webhook)
    implements
      ArmResource {
  private static final Pattern FORM = Pattern.compile("/subscriptions/(?<subscription>[0-9a-f-]{36})"
      + "/resourceGroups/(?<group>[\\p{L}\\p{N}_.()-]{1,90})/providers/Microsoft\\.ContainerRegistry"
      + "/registries/(?<registry>[a-z0-9]{5,50})/webhooks/(?<webhook>[a-z0-9]{5,50})", Pattern.CASE_INSENSITIVE);

  /** Empty when {@code text} is not the resource id of a webhook. */
  public static Optional<WebhookId> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches()
        ? Optional.of(new WebhookId(m.group("subscription"), m.group("group"), m.group("registry"), m.group("webhook")))
        : Optional.empty();
  }

  @Override
  public String resourceId() {
    return "/subscriptions/" + subscription + "/resourceGroups/" + resourceGroup
        + "/providers/Microsoft.ContainerRegistry/registries/" + registry + "/webhooks/" + webhook;
  }

  @Override
  public String inWords() {
    return "webhook " + webhook + " of registry " + registry + " in resource group " + resourceGroup;
  }
}
