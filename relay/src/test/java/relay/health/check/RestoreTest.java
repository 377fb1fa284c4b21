package relay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.health.check.Scene.crashed;
import static relay.health.check.Scene.fresh;
import static relay.health.check.Scene.marked;
import static relay.health.check.Scene.old;
import static relay.health.check.Scene.plain;
import static relay.health.check.Scene.silent;
import static relay.health.check.Scene.status;
import static relay.health.check.Scene.unwell;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.health.Answer.Trouble;
import relay.health.Clues;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.RestoreVerdict;
import relay.health.Unhealthy;
import relay.time.Deadline;

class RestoreTest {
  /** The rollback target is marked "old"; the image that failed is marked "new". */
  private static final Expectation BACK = new Expectation(Optional.of("old"), Optional.of("new"));
  private static final long DEADLINE = 900;

  private static RestoreVerdict.Back back(RestoreVerdict verdict) {
    assertThat(verdict).isInstanceOf(RestoreVerdict.Back.class);
    return (RestoreVerdict.Back) verdict;
  }

  private static Unhealthy notBack(RestoreVerdict verdict) {
    assertThat(verdict).isInstanceOf(RestoreVerdict.NotBack.class);
    return ((RestoreVerdict.NotBack) verdict).why();
  }

  @Test
  void marked_answers_prove_a_restore_before_the_quiet_time_is_over() throws Exception {
    var scene = new Scene().from(0, unwell()).from(30, old());
    assertThat(back(scene.restored(BACK, true))).isEqualTo(new RestoreVerdict.Back(Grade.PROVEN, 3, true));
    assertThat(scene.seconds()).isEqualTo(40);
  }

  @Test
  void a_container_that_the_failed_start_has_doomed_proves_no_restore() throws Exception {
    var scene = new Scene().from(0, old()).from(20, silent(Trouble.CONNECT)).from(60, old());
    assertThat(back(scene.restored(BACK, true)).grade()).isEqualTo(Grade.PROVEN);
    assertThat(scene.seconds()).isEqualTo(70);
  }

  @Test
  void without_marks_the_container_that_failed_cannot_prove_the_restore() throws Exception {
    var scene = new Scene().from(0, plain());
    assertThat(back(scene.restored(Expectation.NOTHING, true)))
        .isEqualTo(new RestoreVerdict.Back(Grade.SETTLED, 3, true));
    assertThat(scene.seconds()).as("a minute of quiet, then three answers").isEqualTo(70);
  }

  @Test
  void answers_of_the_failed_image_never_prove_the_restore() throws Exception {
    var scene = new Scene().from(0, fresh());
    assertThat(notBack(scene.restored(BACK, true))).isEqualTo(new Unhealthy.NoProof("the image before still answers"));
    assertThat(scene.seconds()).isEqualTo(DEADLINE);
  }

  @Test
  void an_unmarked_answer_decides_nothing_while_a_mark_may_still_come() throws Exception {
    var scene = new Scene().from(0, plain()).from(300, old());
    assertThat(back(scene.restored(BACK, true)).grade()).isEqualTo(Grade.PROVEN);
    assertThat(scene.seconds()).isEqualTo(310);
  }

  @Test
  void an_app_that_is_well_but_reports_no_mark_until_the_deadline_has_settled() throws Exception {
    var scene = new Scene().from(0, plain());
    assertThat(back(scene.restored(BACK, true)).grade()).isEqualTo(Grade.SETTLED);
    assertThat(scene.seconds()).isEqualTo(DEADLINE);
  }

  @Test
  void a_rollback_target_that_is_as_unwell_as_before_is_back() throws Exception {
    var scene = new Scene().from(0, marked(503, "old", "a"));
    assertThat(back(scene.restored(BACK, false))).isEqualTo(new RestoreVerdict.Back(Grade.SETTLED, 3, false));
    assertThat(scene.seconds()).isEqualTo(40);
  }

  @Test
  void an_app_that_timed_out_before_may_time_out_again() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.TIMEOUT));
    assertThat(back(scene.restored(BACK, false)).well()).isFalse();
    assertThat(scene.seconds()).isEqualTo(70);
  }

  @Test
  void an_app_behind_a_sign_in_is_back_behind_it() throws Exception {
    assertThat(back(new Scene().from(0, status(401)).restored(BACK, false)).well()).isFalse();
  }

  @Test
  void an_app_that_was_well_is_not_back_unwell() throws Exception {
    assertThat(notBack(new Scene().from(0, marked(503, "old", "a")).restored(BACK, true)))
        .isEqualTo(new Unhealthy.NoProof("status 503 from /healthz"));
  }

  @Test
  void the_minutes_for_which_app_service_blocks_a_site_are_waited_out() throws Exception {
    var scene = new Scene().from(0, status(503)).from(13 * 60, old());
    assertThat(back(scene.restored(BACK, true)).grade()).isEqualTo(Grade.PROVEN);
  }

  @Test
  void what_the_platform_says_is_why_it_is_not_back() throws Exception {
    assertThat(notBack(new Scene().from(0, status(503)).found(0, crashed(true, Optional.empty())).restored(BACK, true)))
        .isEqualTo(new Unhealthy.Exited("has exited"));
  }

  @Test
  void time_in_which_the_relay_is_blind_is_given_back() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.IDENTITY)).from(1500, old());
    assertThat(back(scene.restored(BACK, true)).grade()).isEqualTo(Grade.PROVEN);
  }

  @Test
  void a_relay_that_stays_blind_says_so_after_three_times_the_deadline() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.IDENTITY));
    assertThat(notBack(scene.restored(BACK, true)).code()).isEqualTo("relay-blind");
    assertThat(scene.seconds()).isEqualTo(3 * DEADLINE);
  }

  @Test
  void news_do_not_bring_the_probes_closer_together() throws Exception {
    var scene = new Scene().from(0, old());
    scene.waiter.wokenEvery(Duration.ofMillis(1));
    back(scene.restored(BACK, true));
    assertThat(scene.asked).containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L);
  }

  @Test
  void a_write_that_succeeded_late_still_gets_the_time_that_its_answers_need() throws Exception {
    var scene = new Scene().from(0, plain());
    var question = new HealthCheck.Question(Expectation.NOTHING, HandWaiter.START, false);
    RestoreVerdict verdict = scene.check().restored(question, true, () -> Clues.Findings.NONE,
        Deadline.in(scene.waiter, Duration.ofSeconds(10)));
    assertThat(back(verdict).grade()).isEqualTo(Grade.SETTLED);
    assertThat(scene.seconds()).isEqualTo(70);
  }

  @Test
  void a_restore_that_was_away_for_longer_than_its_deadline_has_the_time_for_a_row_and_a_start() throws Exception {
    var scene = new Scene().from(0, status(503));
    Deadline end = scene.check().restoreDeadline(HandWaiter.START.minus(Duration.ofMinutes(20)), true);
    assertThat(end.remaining()).isEqualTo(Duration.ofSeconds(3 * 5 + 60));
    assertThat(scene.check().restoreDeadline(HandWaiter.START.minus(Duration.ofMinutes(5)), true).remaining())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(scene.check().restoreDeadline(HandWaiter.START.minus(Duration.ofMinutes(5)), false).remaining())
        .isEqualTo(Duration.ofMinutes(15));
  }
}
