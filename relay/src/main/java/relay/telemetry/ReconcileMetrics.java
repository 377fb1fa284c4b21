package relay.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import relay.app.AppName;
import relay.reconcile.HookFault;
import relay.reconcile.ReconcileListener;
import relay.rollout.record.ImageRole;

/** What reconciliation finds. All labels are configured names or words of the relay's own. */
public final class ReconcileMetrics implements ReconcileListener {
  private final MeterRegistry meters;
  private final Map<String, AtomicLong> values = new ConcurrentHashMap<>();

  /** Registers the gauges of all apps and registries: 0 until something else is found. */
  public ReconcileMetrics(MeterRegistry meters, List<AppName> apps, List<String> registries) {
    this.meters = meters;
    for (AppName app : apps) {
      for (ImageRole role : ImageRole.values()) {
        gauge("relay_image_at_risk", "1 while the image is missing from the registry, or no tag names it", "app",
            app.value(), "role", role.label());
      }
    }
    for (String registry : registries) {
      gauge("relay_reconcile_timestamp_seconds", "When a round was last whole, in seconds since 1970; 0 before",
          "registry", registry);
      for (HookFault fault : HookFault.values()) {
        gauge("relay_webhook_fault", "1 while this is wrong with the registry's webhooks", "registry", registry,
            "fault",
            fault.label());
      }
    }
  }

  private void gauge(String name, String description, String... tags) {
    var value = new AtomicLong();
    values.put(key(name, tags), value);
    Gauge.builder(name, value, AtomicLong::get).description(description).tags(tags).register(meters);
  }

  private void set(long to, String name, String... tags) {
    AtomicLong value = values.get(key(name, tags));
    if (value != null) {
      value.set(to);
    }
  }

  private static String key(String name, String... tags) {
    return name + " " + String.join(" ", tags);
  }

  @Override
  public void round(String registry, Round end, Instant at) {
    Counter.builder("relay_reconcile_rounds_total").description("Rounds of reconciliation, by how they ended")
        .tags("registry", registry, "outcome", end.name().toLowerCase(Locale.ROOT).replace('_', '-')).register(meters)
        .increment();
    if (end == Round.WHOLE) {
      set(at.getEpochSecond(), "relay_reconcile_timestamp_seconds", "registry", registry);
    }
  }

  @Override
  public void found(String registry, By by) {
    Counter.builder("relay_missed_pushes_total").description("Pushes that no event reported, by what found them")
        .tags("registry", registry, "by", by.name().toLowerCase(Locale.ROOT)).register(meters).increment();
  }

  @Override
  public void atRisk(AppName app, ImageRole role, boolean atRisk) {
    set(atRisk ? 1 : 0, "relay_image_at_risk", "app", app.value(), "role", role.label());
  }

  @Override
  public void fault(String registry, HookFault fault, boolean there) {
    set(there ? 1 : 0, "relay_webhook_fault", "registry", registry, "fault", fault.label());
  }
}
