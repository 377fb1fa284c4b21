package relay.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import relay.app.AppName;
import relay.health.Evidence;
import relay.health.Grade;
import relay.health.Reading;
import relay.rollout.AppCondition;
import relay.rollout.Cause;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Settled;
import relay.rollout.record.Journal;
import relay.rollout.record.RolloutListener;

/** Counts and times rollouts. A rolled-back one counts as what it is: {@code outcome="rolled-back"}, a failure. */
public final class RolloutMetrics implements RolloutListener {
  private static final List<String> CAUSES = List.of("push", "deploy", "rollback", "adopt", "revert", "reconcile",
      "retry");
  private static final List<String> OUTCOMES = List.of("healthy", "rolled-back", "stuck", "refused", "unchanged",
      "superseded", "cancelled");
  private static final Duration[] BUCKETS = Stream.of(1, 5, 15, 30, 60, 120, 180, 300, 600, 1200, 3600)
      .map(Duration::ofSeconds).toArray(Duration[]::new);
  private static final List<String> VERDICTS = List.of("well", "old", "unwell", "silent");
  private final MeterRegistry meters;
  /** The registry holds them only weakly. */
  private final List<ScrapedCondition> conditions = new ArrayList<>();
  private final Map<AppName, AtomicBoolean> drifts = new ConcurrentHashMap<>();
  private final Map<AppName, AtomicBoolean> visible = new ConcurrentHashMap<>();
  private final Map<RolloutId, Instant> since = new ConcurrentHashMap<>();

  /** Registers what is known of each app, counters at 0; {@code journal} is read when the metrics are scraped. */
  public RolloutMetrics(MeterRegistry meters, List<AppName> apps, Journal journal) {
    this.meters = meters;
    Gauge.builder("relay_rollouts_active", since, Map::size).description("Rollouts under way").register(meters);
    apps.forEach(app -> journal.unfinished(app).forEach(rollout -> since.put(rollout.id(), rollout.changed())));
    apps.forEach(app -> gauges(app, journal));
    apps.forEach(this::zeros);
  }

  private void gauges(AppName app, Journal journal) {
    var condition = new ScrapedCondition(journal, app);
    conditions.add(condition);
    for (AppCondition each : AppCondition.values()) {
      Gauge.builder("relay_app_state", condition, seen -> seen.is(each) ? 1 : 0)
          .description("1 for what can be said of the app").tag("app", app.value()).tag("state", each.label())
          .register(meters);
    }
    drifts.put(app, flag("relay_drift", "1 while someone else changed the app's image", app, false));
    visible.put(app, flag("relay_app_visible", "1 while the relay can see the app", app, true));
    Gauge.builder("relay_hold", journal, source -> source.record(app).hold().isPresent() ? 1 : 0)
        .description("1 while the app is held").tag("app", app.value()).register(meters);
  }

  private AtomicBoolean flag(String name, String description, AppName app, boolean first) {
    var flag = new AtomicBoolean(first);
    Gauge.builder(name, flag, value -> value.get() ? 1 : 0).description(description).tag("app", app.value())
        .register(meters);
    return flag;
  }

  private void zeros(AppName app) {
    for (String cause : CAUSES) {
      OUTCOMES.forEach(outcome -> ended(app.value(), cause, outcome));
    }
    for (Grade grade : Grade.values()) {
      evidence(app.value(), grade);
    }
    VERDICTS.forEach(verdict -> probes(app.value(), verdict));
  }

  @Override
  public void moved(Rollout rollout, RolloutState from) {
    String app = rollout.app().value();
    RolloutState to = rollout.state();
    Instant began = since.put(rollout.id(), rollout.changed());
    if (began != null) {
      timer("relay_rollout_phase_seconds", "How long rollouts were in each state", "phase", from.label())
          .record(Duration.between(began, rollout.changed()));
    }
    if (to instanceof Settled) {
      since.remove(rollout.id());
      ended(app, rollout.request().cause().label(), to.label()).increment();
    }
    if (to instanceof Healthy(_, Evidence(var grade, _))) {
      evidence(app, grade).increment();
      if (rollout.request().cause() instanceof Cause.Pushed) {
        timer("relay_push_to_healthy_seconds", "From the opening of a push's rollout to Healthy", "app", app)
            .record(Duration.between(rollout.opened(), rollout.changed()));
      }
    }
  }

  private Counter ended(String app, String cause, String outcome) {
    return counter("relay_rollouts_total", "Rollouts that ended, by how", "app", app, "cause", cause, "outcome",
        outcome);
  }

  private Counter evidence(String app, Grade grade) {
    return counter("relay_evidence_total", "Healthy ends, by the grade of their evidence", "app", app, "grade",
        grade.name().toLowerCase(Locale.ROOT));
  }

  private Counter probes(String app, String verdict) {
    return counter("relay_probes_total", "Probes of rollouts, by what they met", "app", app, "verdict", verdict);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(meters);
  }

  private Timer timer(String name, String description, String... tags) {
    return Timer.builder(name).description(description).tags(tags).serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  @Override
  public void probed(AppName app, Reading reading) {
    probes(app.value(), switch (reading) {
      case Reading.Well _ -> "well";
      case Reading.Old _ -> "old";
      case Reading.Unwell _ -> "unwell";
      case Reading.Silent _ -> "silent";
    }).increment();
  }

  @Override
  public void drift(AppName app, boolean drifted) {
    set(drifts, app, drifted);
  }

  @Override
  public void visible(AppName app, boolean seen) {
    set(visible, app, seen);
  }

  private static void set(Map<AppName, AtomicBoolean> flags, AppName app, boolean value) {
    AtomicBoolean flag = flags.get(app);
    if (flag != null) {
      flag.set(value);
    }
  }
}
