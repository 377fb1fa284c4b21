package relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.app.HoldReason;
import relay.app.RejectReason;
import relay.image.Digest;
import relay.rollout.Failure;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;

/** Histories that once broke a promise, one file each; what must come of them, beside that no promise is broken. */
@ExtendWith(Silenced.class)
class KnownHistoriesTest {
  private static final Path HISTORIES = Path.of("src/test/resources/simulation");

  private static List<String> all() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".history")).sorted()
          .map(name -> name.substring(0, name.lastIndexOf('.'))).toList();
    }
  }

  private static Simulation play(String name) {
    try {
      History history = History.parse(Files.readString(HISTORIES.resolve(name + ".history")));
      var simulation = new Simulation(history, new ReusedJournal());
      assertThat(simulation.run().broken()).as(name).isEmpty();
      return simulation;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> states(Simulation played) {
    return played.rollouts("shop").reversed().stream().map(rollout -> rollout.state().label()).toList();
  }

  private static boolean rejects(Simulation played, String image) {
    return played.record("shop").rejected().containsKey(Digest.of(image.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void no_promise_is_broken(String name) {
    play(name);
  }

  @Test
  void a_deploy_of_the_image_being_proven_joins_it_and_the_broken_image_is_rolled_back() {
    Simulation played = play("deploying-the-image-being-proven-joins-it");
    assertThat(played.runs("shop")).isEqualTo("v0");
    assertThat(states(played)).first().isEqualTo("rolled-back");
    assertThat(rejects(played, "v2")).isTrue();
  }

  @Test
  void a_mistyped_deploy_leaves_the_rollout_under_way_as_it_was() {
    Simulation played = play("a-mistyped-deploy-leaves-the-rollout-as-it-was");
    assertThat(played.runs("shop")).isEqualTo("v0");
    assertThat(states(played)).containsExactly("rolled-back", "refused");
  }

  @Test
  void a_rollback_is_not_refused_because_the_bad_image_answers_403() {
    assertThat(play("rollback-of-an-app-that-answers-403").runs("shop")).isEqualTo("v0");
  }

  @Test
  void a_push_that_is_no_image_leaves_the_soak_alone() {
    Simulation played = play("a-chart-under-the-same-tag-leaves-the-soak-alone");
    assertThat(played.runs("shop")).isEqualTo("v2");
    assertThat(states(played)).startsWith("healthy", "refused");
  }

  @Test
  void cancelling_a_newcomer_leaves_the_older_rollout_to_its_end() {
    Simulation played = play("cancelling-the-newcomer-leaves-the-older-rollout");
    assertThat(played.runs("shop")).isEqualTo("v0");
    assertThat(states(played)).containsExactly("rolled-back", "cancelled");
  }

  @Test
  void a_rollback_while_an_image_is_proven_goes_back_one_version_and_holds() {
    Simulation played = play("rollback-while-proving-goes-back-one-version");
    assertThat(played.runs("shop")).isEqualTo("v2");
    assertThat(rejects(played, "v2")).isFalse();
    assertThat(played.record("shop").hold().orElseThrow().why()).isInstanceOf(HoldReason.AfterRollback.class);
  }

  @Test
  void a_retry_never_brings_an_older_image_over_a_newer_one() {
    Simulation played = play("a-retry-ends-when-something-newer-came");
    assertThat(played.runs("shop")).isEqualTo("v3");
    assertThat(states(played)).first().isEqualTo("rolled-back");
  }

  @Test
  void a_second_push_in_the_soak_of_the_first_rollout_comes_through() {
    Simulation played = play("a-second-push-in-the-first-soak");
    assertThat(played.runs("shop")).isEqualTo("v2");
    assertThat(states(played)).containsExactly("superseded", "healthy");
  }

  @Test
  void an_absence_longer_than_the_deadline_is_not_blamed_on_the_image() {
    Simulation proving = play("away-longer-than-the-proof-may-take");
    assertThat(proving.runs("shop")).isEqualTo("v2");
    assertThat(states(proving)).containsExactly("healthy");
    Simulation restoring = play("away-longer-than-the-restore-may-take");
    assertThat(states(restoring)).containsExactly("rolled-back");
    assertThat(restoring.runs("shop")).isEqualTo("v0");
  }

  @Test
  void a_soak_ends_when_someone_puts_the_old_image_back() {
    Simulation played = play("the-old-image-comes-back-during-the-soak");
    assertThat(played.rollouts("shop")).noneMatch(Rollout::isUnderWay);
    assertThat(played.runs("shop")).isEqualTo("v1");
  }

  @Test
  void a_held_rollout_can_be_cancelled() {
    assertThat(states(play("cancelling-a-held-rollout"))).containsExactly("cancelled");
  }

  @Test
  void a_restore_waits_for_arm_until_its_deadline() {
    Simulation played = play("the-restore-waits-for-arm");
    assertThat(played.runs("shop")).isEqualTo("v0");
    assertThat(states(played)).containsExactly("rolled-back");
  }

  @Test
  void a_stuck_app_gets_its_rollback_target_written_again() {
    Simulation played = play("stuck-writes-its-rollback-target-again");
    assertThat(played.runs("shop")).isEqualTo("v0");
    assertThat(played.rollouts("shop").getFirst().state()).isInstanceOfSatisfying(RolloutState.RolledBack.class,
        back -> assertThat(back.how().recovered()).isTrue());
  }

  @Test
  void a_deploy_that_is_refused_ends_no_push() {
    assertThat(play("a-refused-deploy-ends-no-push").runs("shop")).isEqualTo("v1");
  }

  @Test
  void a_push_that_waited_for_the_end_of_a_drift_goes_on_after_the_revert() {
    assertThat(play("a-push-goes-on-after-the-revert").runs("shop")).isEqualTo("v2");
  }

  @Test
  void drift_in_observe_is_the_new_baseline_and_drift_that_ends_lifts_its_hold() {
    assertThat(play("a-change-in-observe-is-the-new-baseline").record("shop").hold()).isEmpty();
    Simulation undone = play("drift-that-ends-lifts-its-hold");
    assertThat(undone.record("shop").hold()).isEmpty();
    assertThat(undone.runs("shop")).isEqualTo("v2");
  }

  @Test
  void a_drifted_app_returns_to_what_was_proven_and_not_to_the_foreign_image() {
    assertThat(play("a-foreign-image-is-no-rollback-target-where-one-is-proven").runs("shop")).isEqualTo("v1");
  }

  @Test
  void an_app_that_is_only_observed_is_not_written_whatever_was_begun() {
    assertThat(play("observing-writes-nothing-that-was-begun").runs("shop")).isEqualTo("v0");
  }

  @Test
  void a_rollout_goes_on_under_the_apps_new_name_and_its_image_is_not_presumed_good() {
    Simulation played = play("an-app-renamed-in-mid-rollout");
    assertThat(played.runs("shop")).isEqualTo("v0");
    assertThat(rejects(played, "v2")).isTrue();
  }

  @Test
  void an_app_that_could_not_be_written_is_never_stuck() {
    assertThat(states(play("an-app-that-may-not-be-written-is-not-stuck"))).first().isEqualTo("refused");
  }

  @Test
  void a_clock_set_back_delays_nothing() {
    Simulation played = play("the-clock-is-set-back");
    assertThat(played.runs("shop")).isEqualTo("v1");
    assertThat(played.elapsed()).isLessThan(Duration.ofHours(1));
  }

  @Test
  void every_rejection_names_a_reason_that_fits() {
    Simulation played = play("the-restore-waits-for-arm");
    assertThat(played.record("shop").rejected().values()).allMatch(why -> why instanceof RejectReason.Failed);
    assertThat(played.rollouts("shop").getFirst().state()).isInstanceOfSatisfying(RolloutState.RolledBack.class,
        back -> assertThat(back.why()).isInstanceOf(Failure.NotHealthy.class));
  }
}
