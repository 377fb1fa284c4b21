package sandbox.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sandbox.arm.RegistryId;
import sandbox.arm.registry.RegistryHost;
import sandbox.arm.registry.WebhookSettings;
import sandbox.registry.event.Delivery;
import sandbox.registry.event.Quarantine;
import sandbox.registry.event.Webhook;
import sandbox.registry.event.Webhooks;

/** The registry as the resource manager sees it. */
final class RegistryManagement implements RegistryHost {
  private final Options options;
  private final Webhooks webhooks;
  private final Quarantine quarantine;
  private final Supplier<String> host;

  RegistryManagement(Options options, Webhooks webhooks, Quarantine quarantine, Supplier<String> host) {
    this.options = options;
    this.webhooks = webhooks;
    this.quarantine = quarantine;
    this.host = host;
  }

  @Override
  public RegistryId id() { return options.id(); }

  @Override
  public String location() { return options.location(); }

  @Override
  public String loginServer() { return host.get(); }

  @Override
  public Policies policies() { return new Policies(quarantine.isEverywhere(), options.armTokens()); }

  @Override
  public Map<String, WebhookSettings> webhooks() {
    return webhooks.all().stream().collect(Collectors.toMap(Webhook::name, Webhook::settings));
  }

  @Override
  public void put(String webhook, WebhookSettings settings) {
    webhooks.get(webhook).ifPresentOrElse(hook -> hook.change(settings),
        () -> webhooks.add(new Webhook(webhook, settings)));
  }

  @Override
  public boolean remove(String webhook) { return webhooks.remove(webhook); }

  @Override
  public Optional<String> ping(String webhook) { return webhooks.get(webhook).map(webhooks::startPing); }

  @Override
  public List<Sent> sent(String webhook) {
    var lines = new ArrayList<Sent>();
    for (Delivery line : webhooks.deliveries()) {
      if (line.webhook().equals(webhook)) {
        lines.add(new Sent(line.eventId(), line.requestUri(), line.requestHeaders(), line.requestBody(), line.status(),
            line.reason(), line.responseHeaders(), line.responseBody()));
      }
    }
    Collections.reverse(lines);
    return lines;
  }
}
