package relay.assembly;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import relay.app.AppSettings;
import relay.azure.AzureClients;
import relay.config.AppConfig;
import relay.config.RegistryConfig;
import relay.config.RelayConfig;
import relay.http.ReadyCheck.Readiness;
import relay.image.Registry;
import relay.intake.Delivery;
import relay.intake.acr.AcrLog;
import relay.reconcile.ReconcileSettings;
import relay.reconcile.Reconciler;
import relay.reconcile.RegistryHook;
import relay.time.Waiter;
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

  /** Makes them; what is returned starts them, each on a thread of its own. */
  Runnable open(AzureClients clients, Map<String, Registry> registries, Loops loops) {
    List<Runnable> starts = new ArrayList<>();
    for (RegistryConfig registry : config.registries()) {
      List<AppSettings> apps = config.apps().stream().map(AppConfig::settings)
          .filter(app -> app.registry().equals(registry.name())).toList();
      if (!apps.isEmpty()) {
        var bell = new WakeableWaiter(clock);
        String name = "reconcile " + registry.name();
        Waiter beating = loops.beating(name, bell);
        List<RegistryHook> hooks = registry.reconcile().webhooks().stream().map(clients::webhook).toList();
        ReconcileSettings settings = registry.reconcile().settings();
        var reconciler = new Reconciler(registry.name(), apps,
            Objects.requireNonNull(registries.get(registry.name())), hooks,
            registry.isHeard() ? settings : settings.withoutSilence(), beating, bell::wake, with);
        reconcilers.put(registry.name(), reconciler);
        starts.add(() -> loops.start(name, reconciler, beating));
      }
    }
    return () -> starts.forEach(Runnable::run);
  }

  /** A delivery was recorded; does not wait. What was taken from a log is no sign that its receiver works. */
  void recorded(Delivery delivery) {
    Reconciler reconciler = reconcilers.get(delivery.registry());
    if (reconciler != null) {
      boolean arrived = !delivery.receiver().equals(AcrLog.RECEIVER);
      reconciler.delivered(arrived, arrived && delivery.action().equals("ping"), delivery.deletions(),
          delivery.received());
    }
  }

  /**
   * A detail and never a no: the relay finds what its webhooks do not report, and closing its receivers would mend none of them.
   */
  Readiness readiness() {
    return new Readiness(true, reconcilers.values().stream().map(Reconciler::faults)
        .filter(faults -> !faults.isEmpty()).sorted().collect(Collectors.joining("; ")));
  }
}
