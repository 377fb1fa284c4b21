package sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sandbox.arm.SiteHost.Instance;
import sandbox.arm.SiteStatus;
import sandbox.arm.SiteStatus.Level;
import sandbox.arm.SiteStatus.State;

/** The status of each instance follows what really happens to it; instances come and go while the app runs. */
class InstanceStatusTest extends AppWorld {
  @Test
  void a_start_goes_through_its_steps_to_started() throws Throwable {
    configure("mute:1");
    Waiting.until(() -> assertThat(only().action()).isEqualTo("WaitingForSiteWarmUpProbeSuccess"));
    assertThat(only().state()).isEqualTo(State.STARTING);
    assertThat(only().instance()).isEqualTo(app.instances().getFirst().id());
    runner.running().getFirst().listen();
    Waiting.until(() -> assertThat(only().state()).isEqualTo(State.STARTED));
    assertThat(only().action()).isEqualTo("None");
    assertThat(only().lastError()).isEmpty();
    assertThat(only().details()).startsWith("Site started at ");
  }

  @Test
  void a_change_is_updating_or_starting_by_mood() throws Throwable {
    runs("v:1");
    app.mood(QUICK.slowPull(LONG));
    configure("v:2");
    Waiting.until(() -> assertThat(only().action()).isEqualTo("PullingImage"));
    assertThat(only().state()).isEqualTo(State.UPDATING);
    assertThat(only().details()).contains("127.0.0.1:1/v:2");
    app.mood(QUICK.slowPull(LONG).updating(false));
    assertThat(only().state()).isEqualTo(State.STARTING);
  }

  @Test
  void a_refused_pull_a_missing_image_and_a_crash_have_codes_of_their_own() throws Throwable {
    Mood slowly = QUICK.retry(LONG, LONG);
    app.mood(slowly.pullRefused(true));
    configure("v:1");
    Waiting.until(() -> assertThat(error()).isEqualTo("ImagePullUnauthorizedFailure"));
    app.mood(slowly);
    configure("missing:1");
    Waiting.until(() -> assertThat(error()).isEqualTo("ImagePullFailure"));
    configure("crash:1");
    Waiting.until(() -> assertThat(error()).isEqualTo("ContainerTimeout")); // Azure's word for an exit too
    Waiting.until(() -> assertThat(only().state()).isEqualTo(State.STOPPED));
    assertThat(only().level()).isEqualTo(Level.ERR);
  }

  @Test
  void the_last_error_outlives_a_good_start_with_its_time() throws Throwable {
    Instant before = Instant.now();
    configure("crash:1");
    Waiting.until(() -> assertThat(error()).isEqualTo("ContainerTimeout"));
    Instant after = Instant.now();
    configure("v:2");
    Waiting.until(() -> assertThat(only().state()).isEqualTo(State.STARTED));
    assertThat(only().lastError().orElseThrow().at()).isBetween(before, after.plusSeconds(20));
    assertThat(error()).isEqualTo("ContainerTimeout");
  }

  @Test
  void a_container_that_dies_later_stops_its_instance_only() throws Throwable {
    app.mood(QUICK.instances(2).retry(LONG, LONG));
    runs("v:1");
    Waiting.until(() -> assertThat(states()).containsExactly(State.STARTED, State.STARTED));
    runner.running().getLast().end(137);
    Waiting.until(() -> assertThat(states()).containsExactly(State.STARTED, State.STOPPED));
    assertThat(statuses().getLast().details()).contains("exit code: 137");
  }

  @Test
  void it_is_not_offered_in_a_mood_of_its_own() throws Throwable {
    runs("v:1");
    app.mood(QUICK.siteStatus(false));
    assertThat(app.statuses()).isEmpty();
  }

  @Test
  void scaling_out_starts_new_instances_and_leaves_the_others_alone() throws Throwable {
    runs("v:1");
    InProcessRunner.Started first = runner.running().getFirst();
    app.scale(3);
    assertThat(app.instances()).hasSize(3);
    Waiting.until(() -> assertThat(states()).containsExactly(State.STARTED, State.STARTED, State.STARTED));
    assertThat(runner.running()).hasSize(3).contains(first);
    Waiting.until(() -> assertThat(app.isSettled()).isTrue());
  }

  @Test
  void scaling_in_gives_the_machine_back_and_a_later_one_is_another() throws Throwable {
    app.mood(QUICK.instances(2));
    runs("v:1");
    List<String> before = ids();
    app.scale(1);
    assertThat(ids()).containsExactly(before.getFirst());
    Waiting.until(() -> assertThat(runner.running()).hasSize(1));
    assertThat(get().body()).contains(before.getFirst());
    app.scale(2);
    Waiting.until(() -> assertThat(states()).containsExactly(State.STARTED, State.STARTED));
    assertThat(ids().getLast()).isNotEqualTo(before.getLast());
    assertThat(statuses()).extracting(SiteStatus::instance).isEqualTo(ids());
  }

  @Test
  void scaling_out_during_a_roll_out_brings_the_new_image_everywhere() throws Throwable {
    runs("v:1");
    configure("mute:2");
    Waiting.until(() -> assertThat(runner.running()).hasSize(2));
    app.scale(2);
    runner.running().getLast().listen();
    Waiting.until(() -> assertThat(runner.running()).extracting(each -> each.what.substring(0, 6))
        .containsExactly("mute 2", "mute 2"));
    runner.running().getLast().listen();
    Waiting.until(() -> assertThat(app.isSettled()).isTrue());
  }

  @Test
  void a_failed_scale_out_leaves_the_other_instances_serving() throws Throwable {
    app.mood(QUICK.oldGoneAfterFailedStart(true).retry(LONG, LONG));
    runs("v:1");
    app.mood(QUICK.oldGoneAfterFailedStart(true).retry(LONG, LONG).pullRefused(true).instances(2));
    Waiting.until(() -> assertThat(states()).containsExactly(State.STARTED, State.STOPPED));
    assertThat(get().body()).startsWith("v 1");
  }

  private SiteStatus only() {
    assertThat(statuses()).hasSize(1);
    return statuses().getFirst();
  }

  private String error() {
    return only().lastError().map(SiteStatus.LastError::code).orElse("");
  }

  private List<State> states() {
    return statuses().stream().map(SiteStatus::state).toList();
  }

  private List<String> ids() {
    return app.instances().stream().map(Instance::id).toList();
  }
}
