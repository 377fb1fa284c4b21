package relay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.health.check.Scene.MARKED;
import static relay.health.check.Scene.fresh;
import static relay.health.check.Scene.marked;
import static relay.health.check.Scene.old;
import static relay.health.check.Scene.on;
import static relay.health.check.Scene.plain;
import static relay.health.check.Scene.startLogged;
import static relay.health.check.Scene.startReported;
import static relay.health.check.Scene.status;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import relay.health.Answer;
import relay.health.Clues;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.Verdict;

/** What proves an image, and when. */
class ProveTest {
  private static final Expectation SAME = new Expectation(Optional.of("same"), Optional.of("same"));

  private static Evidence good(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Good.class);
    return ((Verdict.Good) verdict).evidence();
  }

  private static Evidence marks(int answers, int instances) {
    return new Evidence(Grade.PROVEN, new Evidence.Basis.Marks("new", answers, instances));
  }

  @Test
  void three_marked_answers_an_interval_apart_prove_an_image() throws Exception {
    var scene = new Scene().from(0, old()).from(20, fresh());
    assertThat(good(scene.prove(MARKED))).isEqualTo(marks(3, 1));
    assertThat(scene.asked).containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 30L);
  }

  @Test
  void news_do_not_bring_the_probes_closer_together_and_only_the_cut_is_asked_then() throws Exception {
    var scene = new Scene().from(0, fresh());
    scene.waiter.wokenEvery(Duration.ofMillis(1));
    var cuts = new AtomicInteger();
    good(scene.prove(MARKED, HandWaiter.START, false, () -> cuts.incrementAndGet() < 0));
    assertThat(scene.asked).containsExactly(0L, 5L, 10L);
    assertThat(cuts.get()).isGreaterThan(10_000);
  }

  @Test
  void a_cut_ends_it_at_the_next_wake_up_without_another_probe() throws Exception {
    var scene = new Scene().from(0, fresh());
    scene.waiter.wokenEvery(Duration.ofSeconds(1));
    assertThat(scene.prove(MARKED, HandWaiter.START, false, () -> scene.seconds() >= 2))
        .isInstanceOf(Verdict.Cut.class);
    assertThat(scene.asked).containsExactly(0L);
    assertThat(scene.seconds()).isEqualTo(2);
  }

  @Test
  void an_answer_of_the_image_before_begins_the_row_anew() throws Exception {
    var scene = new Scene().from(0, fresh()).from(10, old()).from(15, fresh());
    assertThat(good(scene.prove(MARKED))).isEqualTo(marks(3, 1));
    assertThat(scene.seconds()).isEqualTo(25);
  }

  @Test
  void a_wall_clock_that_jumps_changes_nothing() throws Exception {
    var scene = new Scene().from(0, probe -> probe < 10 ? old() : fresh());
    scene.waiter.jump(Duration.ofHours(5));
    assertThat(good(scene.prove(MARKED, scene.waiter.now(), false, () -> {
      scene.waiter.jump(Duration.ofHours(-3));
      return false;
    }))).isEqualTo(marks(3, 1));
  }

  @Test
  void each_instance_must_carry_the_mark() throws Exception {
    var scene = new Scene().found(0, on(2)).from(0, fresh()).from(40, marked(200, "new", "b"));
    assertThat(good(scene.prove(MARKED))).isEqualTo(marks(9, 2));
  }

  @Test
  void a_scale_out_while_it_is_proven_asks_for_the_new_instance_too() throws Exception {
    var scene = new Scene().found(0, on(1)).found(10, on(2)).from(0, fresh()).from(30, marked(200, "new", "b"));
    assertThat(good(scene.prove(MARKED))).isEqualTo(marks(7, 2));
  }

  @Test
  void a_scale_in_while_it_is_proven_asks_for_no_more_than_what_is_left() throws Exception {
    var scene = new Scene().found(0, on(3)).found(60, on(1)).from(0, fresh());
    assertThat(good(scene.prove(MARKED)).grade()).isEqualTo(Grade.PROVEN);
    assertThat(scene.seconds()).isEqualTo(60);
  }

  @Test
  void without_a_mark_answers_settle_only_after_the_quiet_time() throws Exception {
    var scene = new Scene().requiring(Grade.SETTLED).from(0, plain());
    assertThat(good(scene.prove(Expectation.NOTHING)))
        .isEqualTo(new Evidence(Grade.SETTLED, new Evidence.Basis.Answers(3)));
    assertThat(scene.seconds()).isEqualTo(70);
  }

  @Test
  void with_no_expectation_labels_play_no_part() throws Exception {
    var scene = new Scene().requiring(Grade.SETTLED).from(0, marked(200, "whatever", "a"));
    assertThat(good(scene.prove(Expectation.NOTHING)).grade()).isEqualTo(Grade.SETTLED);
  }

  @Test
  void where_less_than_a_proof_is_required_an_app_that_reports_no_mark_settles() throws Exception {
    var scene = new Scene().requiring(Grade.SETTLED).from(0, plain());
    assertThat(good(scene.prove(MARKED)).grade()).isEqualTo(Grade.SETTLED);
  }

  @Test
  void where_less_than_a_proof_is_required_marks_decide_once_they_are_seen() throws Exception {
    var scene = new Scene().requiring(Grade.SETTLED).from(0, fresh());
    assertThat(good(scene.prove(MARKED))).isEqualTo(marks(3, 1));
    assertThat(scene.seconds()).isEqualTo(10);
  }

  @Test
  void where_less_than_a_proof_is_required_the_image_before_settles_nothing() throws Exception {
    var scene = new Scene().requiring(Grade.SETTLED).from(0, old()).from(120, fresh());
    assertThat(good(scene.prove(MARKED))).isEqualTo(marks(3, 1));
  }

  @Test
  void where_less_than_a_proof_is_required_instances_that_cannot_be_told_apart_settle() throws Exception {
    Answer anywhere = new Answer.Reply(200, Map.of(), "{\"revision\":\"new\"}");
    var scene = new Scene().requiring(Grade.SETTLED).found(0, on(2)).from(0, anywhere);
    assertThat(good(scene.prove(MARKED)).grade()).isEqualTo(Grade.SETTLED);
  }

  @Test
  void the_platform_s_log_of_the_start_and_good_answers_since_are_observed() throws Exception {
    var scene = new Scene().requiring(Grade.OBSERVED).from(0, plain()).found(15, startLogged());
    assertThat(good(scene.prove(SAME))).isEqualTo(new Evidence(Grade.OBSERVED, new Evidence.Basis.Log(3)));
    assertThat(scene.seconds()).isEqualTo(30);
  }

  @Test
  void the_platform_s_status_of_each_instance_and_good_answers_since_are_observed() throws Exception {
    var scene = new Scene().requiring(Grade.OBSERVED).from(0, plain()).found(15, startReported());
    assertThat(good(scene.prove(SAME))).isEqualTo(new Evidence(Grade.OBSERVED, new Evidence.Basis.Status(3, 1)));
  }

  @Test
  void a_start_that_is_taken_back_must_be_seen_again_with_answers_of_its_own() throws Exception {
    var scene = new Scene().requiring(Grade.OBSERVED).from(0, plain()).found(10, startReported())
        .found(20, Clues.Findings.NONE).found(40, startReported());
    assertThat(good(scene.prove(SAME)).grade()).isEqualTo(Grade.OBSERVED);
    assertThat(scene.seconds()).isEqualTo(55);
  }

  @Test
  void clues_are_looked_at_every_third_interval_and_when_the_answers_suffice() throws Exception {
    var scene = new Scene().from(0, status(503)).from(40, fresh());
    good(scene.prove(MARKED));
    assertThat(scene.looked).containsExactly(0L, 15L, 30L, 45L, 50L);
  }
}
