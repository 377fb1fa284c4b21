package relay.telemetry;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.api.SignIns;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.health.Answer;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.Reading;
import relay.http.rate.ClientRateLimits;
import relay.http.rate.RateSettings;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.Repository;
import relay.journal.JournalStore;
import relay.journal.engine.JournalSettings;
import relay.push.Push;
import relay.push.Pushes;
import relay.reconcile.HookFault;
import relay.reconcile.ReconcileListener.By;
import relay.reconcile.ReconcileListener.Round;
import relay.rollout.AppCondition;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Queued;
import relay.rollout.record.ImageRole;

/** The page that documents the metrics and what a scrape shows, held together; ReceiverMetricsTest holds the receivers. */
class MetricsPageTest {
  private static final AppName APP = new AppName("reviews");
  private static final PinnedImage IMAGE = new Repository("shop.azurecr.io", "reviews").at(Digest.of(new byte[]{1}));
  private static final Healthy HEALTHY = new Healthy(
      new Change(IMAGE, ConfiguredImage.of(IMAGE), Optional.empty(), Expectation.NOTHING, Expectation.NOTHING, true,
          Set.of(), Optional.empty(), Optional.empty(), Optional.empty()),
      new Evidence(Grade.SETTLED, new Evidence.Basis.Answers(3)));
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(relay_\\w+)` \\| (\\w+) \\| ([^|]*)\\|");
  private static final Pattern STATE = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @TempDir
  Path folder;
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final WireMetrics wire = new WireMetrics(meters);
  private final LoopMetrics beats = new LoopMetrics(meters);
  private JournalStore journal;
  private RolloutMetrics rollouts;
  private ReconcileMetrics reconciled;

  @BeforeEach
  void open() {
    journal = JournalStore.open(new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(90), 100),
        Clock.systemUTC(), wire::commit);
    rollouts = new RolloutMetrics(meters, List.of(APP), journal.journal());
    var _ = new SignIns(meters, new ClientRateLimits(RateSettings.DEFAULT, System::nanoTime), Clock.systemUTC());
    SelfMetrics.register(meters, "1.2.3", journal::queued, journal::unreadable);
    beats.beat("azure", Instant.EPOCH);
    beats.failed("azure", new IllegalStateException());
    reconciled = new ReconcileMetrics(meters, List.of(APP), List.of("shop"));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  /** Pushes of which none opens a rollout. */
  private static final class Undecided implements Pushes {
    @Override
    public List<Pending> undecided(String registry, int limit) {
      return List.of();
    }

    @Override
    public List<Rollout> decide(Pending push, List<Decision> decisions) {
      return List.of();
    }
  }

  private void recordEverything() {
    wire.arm("read", 200, Duration.ofMillis(20), OptionalInt.of(1199));
    wire.registry("shop", 200);
    wire.commit(Duration.ofMillis(2), 3);
    RolloutRequest request = RolloutRequest.of(APP, new DesiredImage.ByDigest(IMAGE, Optional.empty()),
        new Cause.Pushed(1, "live"));
    Rollout opened = journal.journal().open(request);
    move(opened, new Queued(), new Checking(), 1);
    move(opened, new Checking(), HEALTHY, 9);
    var push = new Push("shop", IMAGE.in().tagged("live"), Optional.of(IMAGE.digest()), Instant.EPOCH);
    assertThat(new CountedPushes(new Undecided(), meters).decide(new Pushes.Pending(1, 1, push),
        List.of(new Pushes.Decision.Merge(APP, Optional.empty())))).isEmpty();
    rollouts.probed(APP, new Reading.Silent(Answer.Trouble.TIMEOUT, "no answer"));
    rollouts.drift(APP, true);
    rollouts.visible(APP, false);
    reconciled.found("shop", By.LOG);
    reconciled.round("shop", Round.WHOLE, Instant.ofEpochSecond(77));
    reconciled.round("shop", Round.BROKEN_OFF, Instant.ofEpochSecond(99));
    reconciled.atRisk(APP, ImageRole.ROLLBACK_TARGET, true);
    reconciled.fault("shop", HookFault.PING_LOST, true);
    reconciled.fault("nowhere", HookFault.PING_LOST, true);
  }

  private void move(Rollout opened, RolloutState from, RolloutState to, long second) {
    rollouts.moved(
        new Rollout(opened.id(), opened.request(), to, 2, opened.opened(), opened.opened().plusSeconds(second)), from);
  }

  @Test
  void the_page_lists_exactly_the_metrics_there_are_with_their_types_and_labels() throws IOException {
    recordEverything();
    assertThat(documented()).isEqualTo(scraped());
  }

  @Test
  void the_page_lists_exactly_the_conditions_and_states_there_are() throws IOException {
    String section = page().substring(page().indexOf("## Rollouts"), page().indexOf("## Outside calls"));
    String conditions = section.substring(section.indexOf("| Condition |"), section.indexOf("| State |"));
    String states = section.substring(section.indexOf("| State |"));
    Set<String> shown = meters.scrape().lines().filter(line -> line.startsWith("relay_app_state{"))
        .map(line -> LABEL.matcher(line).results().filter(label -> "state".equals(label.group(1))).findFirst()
            .orElseThrow().group(2))
        .collect(toCollection(TreeSet::new));
    assertThat(words(STATE, conditions)).isEqualTo(shown).hasSize(AppCondition.values().length);
    assertThat(words(STATE, states)).hasSize(kinds(RolloutState.class).size());
  }

  @Test
  void a_rollout_is_counted_by_its_end_and_timed_by_its_phases() {
    recordEverything();
    assertThat(meters.scrape()).contains(
        "relay_rollouts_total{app=\"reviews\",cause=\"push\",outcome=\"healthy\"} 1.0",
        "relay_rollout_phase_seconds_sum{phase=\"checking\"} 8.0",
        "relay_push_to_healthy_seconds_sum{app=\"reviews\"} 9.0",
        "relay_rollouts_total{app=\"reviews\",cause=\"deploy\",outcome=\"stuck\"} 0.0",
        "relay_app_state{app=\"reviews\",state=\"new\"} 1.0",
        "relay_app_state{app=\"reviews\",state=\"stuck\"} 0.0", "relay_app_visible{app=\"reviews\"} 0.0",
        "relay_pushes_total{outcome=\"merged\",registry=\"shop\"} 1.0",
        "relay_drift{app=\"reviews\"} 1.0", "relay_rollouts_active 0.0",
        "relay_build_info{version=\"1.2.3\"} 1", "relay_arm_writes_remaining 1199.0");
  }

  @Test
  void a_rollout_that_is_found_at_the_start_is_active_before_it_moves() {
    journal.journal().open(RolloutRequest.of(APP, new DesiredImage.ByDigest(IMAGE, Optional.empty()),
        new Cause.Pushed(1, "live")));
    var later = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var _ = new RolloutMetrics(later, List.of(APP), journal.journal());

    assertThat(later.scrape()).contains("relay_rollouts_active 1.0");
  }

  @Test
  void what_reconciliation_finds_is_shown_by_names_that_are_known_beforehand() {
    recordEverything();
    assertThat(meters.scrape()).contains("relay_missed_pushes_total{by=\"log\",registry=\"shop\"} 1.0",
        "relay_reconcile_rounds_total{outcome=\"broken-off\",registry=\"shop\"} 1.0",
        "relay_reconcile_timestamp_seconds{registry=\"shop\"} 77.0",
        "relay_image_at_risk{app=\"reviews\",role=\"rollback-target\"} 1.0",
        "relay_image_at_risk{app=\"reviews\",role=\"live\"} 0.0",
        "relay_webhook_fault{fault=\"ping-lost\",registry=\"shop\"} 1.0").doesNotContain("nowhere");
  }

  @Test
  void the_page_names_every_fault_of_a_webhook() throws IOException {
    String section = page().substring(page().indexOf("A fault is one of"), page().indexOf("## Receivers"));
    for (HookFault fault : HookFault.values()) {
      assertThat(section).contains("`" + fault.label() + "`").as(fault.label());
    }
  }

  /** By name: the type, and the labels in order of the alphabet. */
  private static Map<String, String> documented() throws IOException {
    String text = page().replaceAll("(?s)## Receivers.*?(?=\n## |$)", "");
    var rows = new TreeMap<String, String>();
    ROW.matcher(text).results().forEach(row -> rows.put(row.group(1), row.group(2) + " " + words(WORD, row.group(3))));
    return rows;
  }

  private Map<String, String> scraped() {
    String text = meters.scrape();
    var types = new TreeMap<String, String>();
    TYPE.matcher(text).results().forEach(type -> types.put(type.group(1), type.group(2)));
    types.keySet().removeIf(name -> name.endsWith("_max")
        && Set.of("summary", "histogram").contains(types.getOrDefault(name.substring(0, name.length() - 4), "")));
    types.replaceAll((name, type) -> type + " " + labels(name, text));
    return types;
  }

  private static Set<String> labels(String metric, String text) {
    MatchResult sample = Pattern.compile("(?m)^" + metric + "(?:_count)?(?:\\{(.*)})? ").matcher(text).results()
        .findFirst().orElseThrow();
    return sample.group(1) == null ? Set.of() : words(LABEL, sample.group(1));
  }

  private static Set<String> words(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).collect(toCollection(TreeSet::new));
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs", "metrics.md"));
  }

  private static Set<Class<?>> kinds(Class<?> state) {
    Class<?>[] below = state.getPermittedSubclasses();
    return below == null
        ? Set.of(state)
        : Stream.of(below).flatMap(each -> kinds(each).stream()).collect(toSet());
  }
}
