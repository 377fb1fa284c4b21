package relay.config;

import java.time.Duration;
import java.util.List;
import relay.azure.arm.WebhookId;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.reconcile.ReconcileSettings;

/** Reads {@code reconcile} of one registry. */
final class ReconcileReader {
  private static final Form<WebhookId> WEBHOOK = Forms.parsed(WebhookId::parse, "is not the resource id of a webhook",
      "copy it from: az acr webhook show --query id");

  private ReconcileReader() {}

  /**
   * What it says, or the defaults.
   *
   * @param usual how often reconciliation takes place where nothing else is said
   * @param hasReceiver whether the registry has a receiver for its webhooks
   */
  static ReconcileConfig read(Section reconcile, Duration usual, boolean hasReceiver) {
    ReconcileSettings defaults = ReconcileSettings.every(usual);
    List<WebhookId> webhooks = reconcile.values("webhooks", WEBHOOK);
    if (!webhooks.isEmpty() && !hasReceiver) {
      reconcile.fault("webhooks", "names webhooks of a registry that has no receiver for them",
          "add webhook: {secrets: [...]} to the registry");
    }
    Form<Duration> orNever = Forms.length(Duration.ZERO, Duration.ofDays(365));
    var settings = new ReconcileSettings(reconcile.or("tags", Forms.FLAG, defaults.tags()),
        reconcile.or("images", Forms.FLAG, defaults.images()), reconcile.or("log", Forms.FLAG, defaults.log()),
        reconcile.or("interval", Forms.length(Duration.ofMillis(100), Duration.ofDays(1)), usual),
        reconcile.or("selfTest", orNever, defaults.selfTest()),
        reconcile.or("pingWithin", Forms.length(Duration.ofMillis(100), Duration.ofMinutes(10)), defaults.pingWithin()),
        reconcile.or("silence", orNever, defaults.silence()));
    return new ReconcileConfig(settings, webhooks);
  }
}
