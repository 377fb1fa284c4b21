package relay;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import relay.app.AppSettings;
import relay.azure.AzureClients;
import relay.config.AppConfig;
import relay.config.RegistryConfig;
import relay.config.RelayConfig;
import relay.http.ReadyCheck.Readiness;
import relay.image.Registry;
import relay.intake.AcrLog;
import relay.intake.Delivery;
import relay.reconcile.ReconcileSettings;
import relay.reconcile.Reconciler;
import relay.reconcile.RegistryHook;
import relay.time.WakeableWaiter;

/** The reconcilers of a relay, one for each registry that an app takes images from. */
final class Reconciling {
  private final RelayConfig config;
  private final Clock clock;
  private final Reconciler.Surroundings with;
  private final Map<String, Reconciler> reconcilers = new ConcurrentHashMap<>();

  Reconciling(RelayConfig config, Clock clock, Reconciler.Surroundings with) {
    this.config = config;
    this.clock = clock;
    this.with = with;
  }

  /** Starts them, each on a thread of its own that ends when it is interrupted. */
  void open(AzureClients clients, Map<String, Registry> registries, BiConsumer<String, Runnable> background) {
    for (RegistryConfig registry : config.registries()) {
      List<AppSettings> apps = config.apps().stream().map(AppConfig::settings)
          .filter(app -> app.registry().equals(registry.name())).toList();
      if (!apps.isEmpty()) {
        var bell = new WakeableWaiter(clock);
        List<RegistryHook> hooks = registry.reconcile().webhooks().stream().map(clients::webhook).toList();
        ReconcileSettings settings = registry.reconcile().settings();
        var reconciler = new Reconciler(registry.name(), apps,
            Objects.requireNonNull(registries.get(registry.name())), hooks,
            registry.isHeard() ? settings : settings.withoutSilence(), bell,
            bell::ring, with);
        reconcilers.put(registry.name(), reconciler);
        background.accept("reconcile " + registry.name(), reconciler);
      }
    }
  }

  /** Told of each delivery; does not wait. What was taken from a log is no sign that its door works. */
  void recorded(Delivery delivery) {
    Reconciler reconciler = reconcilers.get(delivery.registry());
    if (reconciler != null) {
      boolean arrived = !delivery.door().equals(AcrLog.DOOR);
      reconciler.delivered(arrived, arrived && delivery.action().equals("ping"), delivery.deletions(),
          delivery.received());
    }
  }

  /**
   * A detail and never a no: the relay finds what its webhooks do not tell, and closing its doors would mend none of them.
   */
  Readiness readiness() {
    return new Readiness(true, reconcilers.values().stream().map(Reconciler::faults)
        .filter(faults -> !faults.isEmpty()).sorted().collect(Collectors.joining("; ")));
  }
}
