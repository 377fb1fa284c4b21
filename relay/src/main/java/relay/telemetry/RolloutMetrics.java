package relay.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import relay.app.AppName;
import relay.health.Evidence;
import relay.health.Reading;
import relay.rollout.Cause;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Settled;

/** Counts and times rollouts. A rolled-back one counts as what it is: {@code outcome="rolled-back"}, a failure. */
public final class RolloutMetrics implements RolloutListener {
  private static final List<String> STATES = List.of("queued", "waiting", "checking", "applying", "proving", "soaking",
      "restoring", "healthy", "rolled-back", "stuck", "refused", "unchanged", "superseded", "cancelled", "none");
  private final MeterRegistry meters;
  private final Map<AppName, AtomicReference<String>> states = new ConcurrentHashMap<>();
  private final Map<AppName, AtomicBoolean> drifts = new ConcurrentHashMap<>();
  private final Map<RolloutId, Instant> since = new ConcurrentHashMap<>();

  /** Registers the gauges of each app; {@code journal} is read when the metrics are scraped. */
  public RolloutMetrics(MeterRegistry meters, List<AppName> apps, Journal journal) {
    this.meters = meters;
    Gauge.builder("relay_rollouts_active", since, Map::size).description("Rollouts under way").register(meters);
    apps.forEach(app -> gauges(app, journal));
  }

  private void gauges(AppName app, Journal journal) {
    String newest = journal.history(Optional.of(app), 1).stream()
        .map(rollout -> rollout.state().label()).findFirst().orElse("none");
    var state = new AtomicReference<>(newest);
    states.put(app, state);
    for (String label : STATES) {
      Gauge.builder("relay_app_state", state, s -> s.get().equals(label) ? 1 : 0)
          .description("1 for the state of the app's newest rollout").tag("app", app.value()).tag("state", label)
          .register(meters);
    }
    var drift = new AtomicBoolean();
    drifts.put(app, drift);
    Gauge.builder("relay_drift", drift, d -> d.get() ? 1 : 0)
        .description("1 while the app runs what the relay did not put there").tag("app", app.value()).register(meters);
    Gauge.builder("relay_hold", journal, j -> j.memory(app).hold().isPresent() ? 1 : 0)
        .description("1 while the app is held").tag("app", app.value()).register(meters);
  }

  @Override
  public void moved(Rollout rollout, RolloutState from, RolloutState to, String sentence) {
    String app = rollout.app().value();
    AtomicReference<String> state = states.get(rollout.app());
    if (state != null) {
      state.set(to.label());
    }
    Instant began = since.put(rollout.id(), rollout.changed());
    if (began != null) {
      timer("relay_rollout_phase_seconds", "How long rollouts were in each state", "app", app, "phase", from.label())
          .record(Duration.between(began, rollout.changed()));
    }
    if (to instanceof Settled) {
      since.remove(rollout.id());
      count("relay_rollouts_total", "Rollouts that ended, by how", "app", app, "cause",
          rollout.request().cause().label(), "outcome", to.label());
    }
    if (to instanceof Healthy(_, Evidence(var grade, _))) {
      count("relay_evidence_total", "Healthy ends, by the grade of their evidence", "app", app, "grade",
          grade.name().toLowerCase(Locale.ROOT));
      if (rollout.request().cause() instanceof Cause.Pushed) {
        timer("relay_push_to_healthy_seconds", "From the opening of a push's rollout to Healthy", "app", app)
            .record(Duration.between(rollout.opened(), rollout.changed()));
      }
    }
  }

  private void count(String name, String description, String... tags) {
    Counter.builder(name).description(description).tags(tags).register(meters).increment();
  }

  private Timer timer(String name, String description, String... tags) {
    return Timer.builder(name).description(description).tags(tags).publishPercentileHistogram(false).register(meters);
  }

  @Override
  public void probed(AppName app, Reading reading) {
    String verdict = switch (reading) {
      case Reading.Well _ -> "well";
      case Reading.Old _ -> "old";
      case Reading.Unwell _ -> "unwell";
      case Reading.Silent _ -> "silent";
    };
    count("relay_probes_total", "Probes of rollouts, by what they met", "app", app.value(), "verdict", verdict);
  }

  @Override
  public void drift(AppName app, boolean drifted) {
    AtomicBoolean gauge = drifts.get(app);
    if (gauge != null) {
      gauge.set(drifted);
    }
  }
}
