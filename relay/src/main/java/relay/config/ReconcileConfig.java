package relay.config;

import java.util.List;
import relay.azure.arm.WebhookId;
import relay.reconcile.ReconcileSettings;

/**
 * How one registry is reconciled.
 *
 * @param webhooks its webhooks at Azure; empty when the relay is not to look at them
 */
public record ReconcileConfig(ReconcileSettings settings, List<WebhookId> webhooks) {
  public ReconcileConfig {
    webhooks = List.copyOf(webhooks);
  }
}
