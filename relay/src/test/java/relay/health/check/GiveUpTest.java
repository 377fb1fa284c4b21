package relay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.health.check.Scene.MARKED;
import static relay.health.check.Scene.crashed;
import static relay.health.check.Scene.fresh;
import static relay.health.check.Scene.marked;
import static relay.health.check.Scene.old;
import static relay.health.check.Scene.on;
import static relay.health.check.Scene.plain;
import static relay.health.check.Scene.redirect;
import static relay.health.check.Scene.silent;
import static relay.health.check.Scene.startLogged;
import static relay.health.check.Scene.status;
import static relay.health.check.Scene.unwell;
import static relay.health.check.Scene.waitingFor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.health.Answer.Trouble;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.health.Clues.Findings;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.Unhealthy;
import relay.health.Verdict;

/** When the relay stops waiting for a proof, and whom it blames. */
class GiveUpTest {
  private static final long DEADLINE = 600;
  private static final Unhealthy VAULT = new Unhealthy.VaultReference("SECRET_KEY", "AccessToKeyVaultDenied");

  private static Verdict.Bad bad(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Bad.class);
    return (Verdict.Bad) verdict;
  }

  private static Verdict.Bad bad(Scene scene) throws InterruptedException {
    return bad(scene.prove(MARKED));
  }

  private static void isBlamed(Verdict.Bad bad, Blame blame, String code) {
    assertThat(bad.blame()).as(bad.toString()).isEqualTo(blame);
    assertThat(bad.why().code()).isEqualTo(code);
  }

  @Test
  void six_bad_answers_of_the_new_image_end_it_once_its_start_limit_is_over() throws Exception {
    var scene = new Scene().from(0, old()).from(20, unwell());
    Verdict.Bad bad = bad(scene);
    assertThat(bad.blame()).isEqualTo(Blame.IMAGE);
    assertThat(bad.why()).isEqualTo(new Unhealthy.UnwellAnswers(6, "status 503 from /healthz"));
    assertThat(scene.seconds()).as("first answer at 20 s, a minute to start, six answers").isEqualTo(20 + 60 + 5 * 5);
  }

  @Test
  void bad_answers_while_the_new_image_starts_do_not_count() throws Exception {
    var scene = new Scene().from(0, unwell()).from(80, fresh());
    assertThat(scene.prove(MARKED)).isInstanceOf(Verdict.Good.class);
  }

  @Test
  void a_good_answer_between_them_begins_the_bad_row_anew() throws Exception {
    var scene = new Scene().from(0, probe -> probe % 6 == 0 ? fresh() : unwell());
    isBlamed(bad(scene), Blame.IMAGE, "unwell");
    assertThat(scene.seconds()).isEqualTo(DEADLINE);
  }

  @Test
  void bad_answers_of_others_end_nothing_before_the_deadline() throws Exception {
    var scene = new Scene().from(0, status(502));
    isBlamed(bad(scene), Blame.UNKNOWN, "no-proof");
    assertThat(scene.seconds()).isEqualTo(DEADLINE);
  }

  @Test
  void the_image_before_that_still_answers_at_the_deadline_blames_nobody() throws Exception {
    isBlamed(bad(new Scene().from(0, old())), Blame.UNKNOWN, "old-still-answers");
  }

  @Test
  void what_an_image_said_while_it_started_is_not_held_against_it_once_it_was_well() throws Exception {
    var scene = new Scene().from(0, unwell()).from(30, fresh()).found(0, on(2));
    Verdict.Bad bad = bad(scene);
    assertThat(bad.blame()).isEqualTo(Blame.UNKNOWN);
    assertThat(bad.why()).isEqualTo(new Unhealthy.InstancesMissing(1, 2));
  }

  @Test
  void the_platform_s_last_word_ends_it_at_once_and_names_its_line_first() throws Exception {
    var scene = new Scene().from(0, old()).found(15, crashed(true, Optional.empty()));
    Verdict.Bad bad = bad(scene);
    isBlamed(bad, Blame.IMAGE, "container-exited");
    assertThat(bad.decisiveLine()).contains("has exited");
    assertThat(bad.lastLines()).containsExactly("before", "has exited");
    assertThat(scene.seconds()).isEqualTo(15);
  }

  @Test
  void a_failure_that_the_platform_tries_again_ends_it_at_the_deadline_only() throws Exception {
    var scene = new Scene().from(0, status(503)).found(15, crashed(false, Optional.empty()));
    isBlamed(bad(scene), Blame.IMAGE, "container-exited");
    assertThat(scene.seconds()).isEqualTo(DEADLINE);
  }

  @Test
  void an_image_without_its_secrets_is_not_blamed_for_being_unwell() throws Exception {
    var scene = new Scene().from(0, unwell()).found(0, waitingFor(VAULT));
    Verdict.Bad bad = bad(scene);
    assertThat(bad.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(bad.why()).isEqualTo(VAULT);
    assertThat(scene.seconds()).as("the reference may be resolved until the deadline").isEqualTo(DEADLINE);
  }

  @Test
  void an_image_without_its_secrets_is_not_blamed_for_crashing() throws Exception {
    Verdict.Bad bad = bad(new Scene().from(0, status(503)).found(15, crashed(true, Optional.of(VAULT))));
    assertThat(bad.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(bad.why()).isEqualTo(VAULT);
    assertThat(bad.decisiveLine()).contains("has exited");
  }

  @Test
  void a_secret_that_is_lost_shortly_before_the_end_excuses_too() throws Exception {
    var scene = new Scene().from(0, unwell()).found(81, waitingFor(VAULT));
    isBlamed(bad(scene), Blame.ENVIRONMENT, "vault-reference");
  }

  @Test
  void good_answers_wait_for_a_reference_and_are_good_once_it_is_resolved() throws Exception {
    var scene = new Scene().from(0, fresh()).found(0, waitingFor(VAULT)).found(60, Findings.NONE);
    assertThat(scene.prove(MARKED)).isInstanceOf(Verdict.Good.class);
    assertThat(scene.seconds()).isEqualTo(60);
  }

  @Test
  void silence_after_a_start_blames_nobody_since_a_front_end_may_cause_it() throws Exception {
    isBlamed(bad(new Scene().from(0, silent(Trouble.TIMEOUT)).found(15, startLogged())), Blame.UNKNOWN,
        "started-but-silent");
  }

  @ParameterizedTest
  @EnumSource(value = Trouble.class, names = {"DNS", "CONNECT", "TLS"})
  void a_network_that_fails_is_the_surroundings_fault_whatever_was_started(Trouble trouble) throws Exception {
    isBlamed(bad(new Scene().from(0, silent(trouble)).found(15, startLogged())), Blame.ENVIRONMENT, "no-proof");
  }

  @Test
  void a_sign_in_that_stands_before_the_app_blames_nobody_whatever_was_started() throws Exception {
    var scene = new Scene().from(0, redirect(302, "https://login.example/x?secret=1")).found(15, startLogged());
    Verdict.Bad bad = bad(scene);
    assertThat(bad.blame()).isEqualTo(Blame.UNKNOWN);
    assertThat(bad.why()).isEqualTo(new Unhealthy.NoProof("/healthz answers 302, a redirect to login.example"));
  }

  @Test
  void an_app_that_was_stopped_is_the_surroundings_fault() throws Exception {
    var stopped = new Fault(Blame.ENVIRONMENT, new Unhealthy.AppStopped(), Optional.empty(), true);
    var found = new Findings(Optional.of(stopped), false, false, 1, Optional.empty(), List.of());
    isBlamed(bad(new Scene().from(0, status(403)).found(0, found)), Blame.ENVIRONMENT, "app-stopped");
  }

  @Test
  void time_in_which_the_relay_is_blind_is_given_back() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.IDENTITY)).from(900, fresh());
    assertThat(scene.prove(MARKED)).isInstanceOf(Verdict.Good.class);
  }

  @Test
  void slow_blind_probes_give_back_all_that_they_took() throws Exception {
    var scene = new Scene().answersTake(Duration.ofSeconds(30)).from(0, silent(Trouble.IDENTITY)).from(1200, fresh());
    assertThat(scene.prove(MARKED)).isInstanceOf(Verdict.Good.class);
  }

  @Test
  void a_relay_that_stays_blind_for_three_times_the_deadline_is_to_blame_itself() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.IDENTITY));
    isBlamed(bad(scene), Blame.RELAY, "relay-blind");
    assertThat(scene.seconds()).isEqualTo(3 * DEADLINE);
  }

  @Test
  void a_relay_that_was_blind_for_a_while_still_judges_by_what_it_saw_in_a_whole_deadline() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.IDENTITY)).from(300, status(502));
    isBlamed(bad(scene), Blame.UNKNOWN, "no-proof");
    assertThat(scene.seconds()).isBetween(300 + DEADLINE - 5, 300 + DEADLINE);
  }

  @Test
  void looks_that_an_azure_which_does_not_answer_draws_out_take_nothing_from_the_deadline() throws Exception {
    var scene = new Scene().looksTake(Duration.ofMinutes(3)).from(0, status(503)).from(1000, fresh());
    assertThat(scene.prove(MARKED)).isInstanceOf(Verdict.Good.class);
  }

  @Test
  void a_relay_that_was_away_past_the_deadline_has_the_time_for_a_row_and_a_start() throws Exception {
    var scene = new Scene().from(0, status(503)).from(60, fresh());
    assertThat(scene.prove(MARKED, HandWaiter.START.minus(Duration.ofDays(30)), true, Scene.NEVER))
        .isInstanceOf(Verdict.Good.class);
  }

  @Test
  void a_relay_that_was_away_past_the_deadline_does_not_wait_longer_than_that() throws Exception {
    var scene = new Scene().from(0, status(502));
    bad(scene.prove(MARKED, HandWaiter.START.minus(Duration.ofDays(30)), true, Scene.NEVER));
    assertThat(scene.seconds()).isEqualTo(3 * 5 + 60);
  }

  @Test
  void a_relay_that_was_away_for_a_while_has_what_is_left_of_the_deadline() throws Exception {
    var scene = new Scene().from(0, status(502));
    bad(scene.prove(MARKED, HandWaiter.START.minus(Duration.ofMinutes(4)), true, Scene.NEVER));
    assertThat(scene.seconds()).isEqualTo(6 * 60);
  }

  @Test
  void a_resumed_wait_is_never_longer_than_a_whole_one_however_the_clock_jumped() throws Exception {
    var scene = new Scene().from(0, status(502));
    bad(scene.prove(MARKED, HandWaiter.START.plus(Duration.ofDays(2)), true, Scene.NEVER));
    assertThat(scene.seconds()).isEqualTo(DEADLINE);
  }

  @Test
  void a_start_that_the_relay_missed_while_it_was_away_is_the_relay_s_fault() throws Exception {
    var scene = new Scene().requiring(Grade.OBSERVED).from(0, plain());
    isBlamed(bad(scene.prove(Expectation.NOTHING, HandWaiter.START.minus(Duration.ofMinutes(2)), true, Scene.NEVER)),
        Blame.RELAY, "no-proof");
    isBlamed(bad(new Scene().requiring(Grade.OBSERVED).from(0, plain()).prove(Expectation.NOTHING)), Blame.UNKNOWN,
        "no-proof");
  }

  @Test
  void an_answer_with_the_mark_of_another_image_proves_nothing() throws Exception {
    Verdict.Bad bad = bad(new Scene().from(0, marked(200, "other", "a")));
    assertThat(bad.why()).isEqualTo(new Unhealthy.NoProof("the answer is marked other, not new"));
  }
}
