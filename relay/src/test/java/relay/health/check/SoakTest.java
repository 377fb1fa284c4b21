package relay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.health.check.Scene.crashed;
import static relay.health.check.Scene.fresh;
import static relay.health.check.Scene.old;
import static relay.health.check.Scene.silent;
import static relay.health.check.Scene.status;
import static relay.health.check.Scene.unwell;
import static relay.health.check.Scene.waitingFor;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.health.Answer.Trouble;
import relay.health.Blame;
import relay.health.Clues;
import relay.health.HealthSettings;
import relay.health.Unhealthy;
import relay.health.Verdict;

class SoakTest {
  private static Verdict.Bad bad(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Bad.class);
    return (Verdict.Bad) verdict;
  }

  private static HealthSettings soaking(Duration soak, Duration longest) {
    HealthSettings usual = HealthSettings.at("/healthz");
    return new HealthSettings(usual.path(), 200, usual.body(), 3, 6, usual.interval(), usual.startWithin(),
        usual.deadline(), usual.restoreDeadline(), soak, longest, 2, 24, usual.quiet());
  }

  @Test
  void a_soak_lasts_as_long_as_is_set_and_keeps_the_evidence() throws Exception {
    var scene = new Scene().from(0, fresh());
    assertThat(scene.soak()).isEqualTo(new Verdict.Good(Scene.evidence()));
    assertThat(scene.seconds()).isEqualTo(120);
    assertThat(scene.asked).hasSize(25);
    assertThat(scene.looked).containsExactly(120L);
  }

  @Test
  void no_soak_asks_nothing() throws Exception {
    var scene = new Scene().with(soaking(Duration.ZERO, Duration.ofMinutes(10)));
    assertThat(scene.soak()).isEqualTo(new Verdict.Good(Scene.evidence()));
    assertThat(scene.asked).isEmpty();
  }

  @Test
  void as_many_bad_answers_as_the_budget_allows_are_within_it() throws Exception {
    var scene = new Scene().from(0, fresh()).from(10, unwell()).from(20, fresh());
    assertThat(scene.soak()).isInstanceOf(Verdict.Good.class);
  }

  @Test
  void more_bad_answers_of_the_new_image_are_its_own_fault_at_once() throws Exception {
    var scene = new Scene().from(0, fresh()).from(10, unwell());
    Verdict.Bad bad = bad(scene.soak());
    assertThat(bad.blame()).isEqualTo(Blame.IMAGE);
    assertThat(bad.why()).isEqualTo(new Unhealthy.SoakSpent(3, 5, "status 503 from /healthz"));
    assertThat(scene.seconds()).isEqualTo(20);
  }

  @Test
  void news_during_one_blip_do_not_spend_the_budget() throws Exception {
    var scene = new Scene().from(0, fresh()).from(10, unwell()).from(14, fresh());
    scene.waiter.wokenEvery(Duration.ofMillis(10));
    assertThat(scene.soak()).isInstanceOf(Verdict.Good.class);
    assertThat(scene.asked).hasSize(25);
  }

  @Test
  void an_outage_of_the_network_is_the_surroundings_fault() throws Exception {
    assertThat(bad(new Scene().from(0, fresh()).from(10, silent(Trouble.DNS)).soak()).blame())
        .isEqualTo(Blame.ENVIRONMENT);
  }

  @Test
  void answers_of_nobody_in_particular_blame_nobody() throws Exception {
    assertThat(bad(new Scene().from(0, fresh()).from(10, status(502)).soak()).blame()).isEqualTo(Blame.UNKNOWN);
  }

  @Test
  void an_image_that_lost_its_secrets_in_the_soak_is_not_blamed() throws Exception {
    var vault = new Unhealthy.VaultReference("SECRET_KEY", "SecretNotFound");
    Verdict.Bad bad = bad(new Scene().from(0, fresh()).from(10, unwell()).found(0, waitingFor(vault)).soak());
    assertThat(bad.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(bad.why()).isEqualTo(vault);
  }

  @Test
  void answers_of_the_image_before_cost_nothing_but_do_not_draw_a_soak_out_for_ever() throws Exception {
    var scene = new Scene().from(0, fresh()).from(30, old());
    Verdict.Bad bad = bad(scene.soak());
    assertThat(bad.blame()).isEqualTo(Blame.UNKNOWN);
    assertThat(bad.why()).isEqualTo(new Unhealthy.OldStillAnswers());
    assertThat(scene.seconds()).isEqualTo(600);
  }

  @Test
  void an_image_before_that_leaves_in_time_leaves_the_soak_good() throws Exception {
    var scene = new Scene().from(0, old()).from(200, fresh());
    assertThat(scene.soak()).isInstanceOf(Verdict.Good.class);
    assertThat(scene.seconds()).isEqualTo(200);
  }

  @Test
  void time_in_which_the_relay_is_blind_is_no_part_of_the_soak() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.IDENTITY)).from(60, fresh());
    assertThat(scene.soak()).isInstanceOf(Verdict.Good.class);
    assertThat(scene.seconds()).isBetween(175L, 180L);
  }

  @Test
  void a_relay_that_stays_blind_is_to_blame_itself() throws Exception {
    var scene = new Scene().from(0, silent(Trouble.IDENTITY));
    Verdict.Bad bad = bad(scene.soak());
    assertThat(bad.blame()).isEqualTo(Blame.RELAY);
    assertThat(bad.why().code()).isEqualTo("relay-blind");
    assertThat(scene.seconds()).isEqualTo(600);
  }

  @Test
  void a_soak_longer_than_the_longest_one_has_its_own_length() throws Exception {
    var scene = new Scene().with(soaking(Duration.ofMinutes(30), Duration.ofMinutes(10))).from(0, fresh());
    assertThat(scene.soak()).isInstanceOf(Verdict.Good.class);
    assertThat(scene.seconds()).isEqualTo(1800);
  }

  @Test
  void a_container_that_the_platform_gave_up_on_is_not_called_healthy_at_the_end() throws Exception {
    var scene = new Scene().from(0, fresh()).found(100, crashed(true, Optional.empty()));
    Verdict.Bad bad = bad(scene.soak());
    assertThat(bad.blame()).isEqualTo(Blame.IMAGE);
    assertThat(bad.decisiveLine()).contains("has exited");
  }

  @Test
  void a_soak_can_be_cut() throws Exception {
    var scene = new Scene().from(0, fresh());
    scene.waiter.wokenEvery(Duration.ofSeconds(1));
    assertThat(scene.soak(() -> scene.seconds() >= 7)).isInstanceOf(Verdict.Cut.class);
    assertThat(scene.asked).containsExactly(0L, 5L);
  }

  @Test
  void a_soak_that_was_begun_before_an_absence_is_watched_whole() throws Exception {
    var scene = new Scene().from(0, fresh());
    var question = new HealthCheck.Question(Scene.MARKED, HandWaiter.START.minus(Duration.ofDays(1)), true);
    assertThat(scene.check().soak(question, Scene.evidence(), () -> Clues.Findings.NONE, Scene.NEVER))
        .isInstanceOf(Verdict.Good.class);
    assertThat(scene.seconds()).isEqualTo(120);
  }
}
