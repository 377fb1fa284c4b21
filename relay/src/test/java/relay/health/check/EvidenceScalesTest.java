package relay.health.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.health.Clues.Findings;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.health.Unhealthy;
import relay.health.Verdict;

class EvidenceScalesTest {
  private static final HealthSettings HEALTH = HealthSettings.at("/healthz"); // three in a row, quiet for a minute
  private static final Expectation MARKED = new Expectation(Optional.of("new"), Optional.of("old"));
  private static final Expectation EQUAL = new Expectation(Optional.of("same"), Optional.of("same"));
  private static final Findings STARTED = new Findings(Optional.empty(), true, false, 1, Optional.empty(), List.of());
  private static final int QUIET_SECONDS = 60;

  /** What was seen so far, and how it weighs. */
  private record Seen(EvidenceScales scales, int instances) {
    static Seen of(Expectation expected, int instances, Grade require) {
      var standard = ProofSettings.standard();
      return new Seen(new EvidenceScales(expected, HEALTH, new ProofSettings(require, standard.label(),
          standard.marker(), standard.instance())), instances);
    }

    Seen then(Reading reading, int second) {
      return then(reading, second, false);
    }

    Seen then(Reading reading, int second, boolean started) {
      return new Seen(scales.with(reading, started, second < QUIET_SECONDS), instances);
    }

    Optional<Grade> grade(Findings found) {
      return scales.weigh(seen(found)).map(Evidence::grade);
    }

    Verdict.Bad givenUp(Findings found) {
      return scales.giveUp(seen(found), false);
    }

    private Findings seen(Findings found) {
      return new Findings(found.fault(), found.startLogged(), found.startReported(), instances, found.waitingFor(),
          found.lastLines());
    }
  }

  private static Reading marked(String instance) {
    return new Reading.Well(true, Optional.of(instance));
  }

  private static Reading well() {
    return new Reading.Well(false, Optional.empty());
  }

  @Test
  void marked_answers_in_a_row_prove_at_once() {
    Seen two = Seen.of(MARKED, 1, Grade.PROVEN).then(marked("a"), 1).then(marked("a"), 2);
    assertThat(two.grade(Findings.NONE)).isEmpty();
    assertThat(two.then(marked("a"), 3).grade(Findings.NONE)).contains(Grade.PROVEN);
  }

  @Test
  void an_old_answer_begins_the_row_anew() {
    Seen broken = Seen.of(MARKED, 1, Grade.PROVEN).then(marked("a"), 1).then(marked("a"), 2)
        .then(new Reading.Old(), 3).then(marked("a"), 4).then(marked("a"), 5);
    assertThat(broken.grade(Findings.NONE)).isEmpty();
    assertThat(broken.then(marked("a"), 6).grade(Findings.NONE)).contains(Grade.PROVEN);
  }

  @Test
  void every_instance_must_have_carried_the_mark_within_the_row() {
    Seen one = Seen.of(MARKED, 2, Grade.PROVEN).then(marked("a"), 1).then(marked("a"), 2).then(marked("a"), 3);
    assertThat(one.grade(Findings.NONE)).isEmpty();
    assertThat(one.then(marked("b"), 4).grade(Findings.NONE)).contains(Grade.PROVEN);
    Seen again = one.then(new Reading.Old(), 4).then(marked("b"), 5).then(marked("b"), 6).then(marked("b"), 7);
    assertThat(again.grade(Findings.NONE)).as("the row of the other instance was broken").isEmpty();
    assertThat(one.givenUp(Findings.NONE).why()).isEqualTo(new Unhealthy.InstancesMissing(1, 2));
  }

  @Test
  void equal_labels_cannot_prove_however_many_answers_there_are() {
    Seen seen = Seen.of(EQUAL, 1, Grade.PROVEN);
    for (int second = 0; second < 300; second += 5) {
      seen = seen.then(well(), second);
    }
    assertThat(seen.grade(STARTED)).isEmpty();
    assertThat(seen.givenUp(Findings.NONE).blame()).isEqualTo(Blame.UNKNOWN);
  }

  @Test
  void where_nothing_is_marked_the_log_of_a_start_and_good_answers_are_observed() {
    Seen seen = Seen.of(EQUAL, 1, Grade.OBSERVED).then(well(), 1, true).then(well(), 2, true).then(well(), 3, true);
    assertThat(seen.grade(STARTED)).contains(Grade.OBSERVED);
    assertThat(seen.grade(Findings.NONE)).isEmpty();
  }

  @Test
  void the_log_of_a_start_does_not_stand_in_for_a_mark_that_is_expected() {
    Seen seen = Seen.of(MARKED, 1, Grade.SETTLED).then(new Reading.Unwell(false, "the answer carries no mark"), 1);
    assertThat(seen.grade(STARTED)).isEmpty();
    assertThat(seen.givenUp(STARTED).blame()).isEqualTo(Blame.UNKNOWN); // a front end may have answered
  }

  @Test
  void settled_counts_only_what_was_answered_after_the_quiet_time() {
    Seen early = Seen.of(Expectation.NOTHING, 1, Grade.SETTLED).then(well(), 50).then(well(), 55).then(well(), 59);
    assertThat(early.grade(Findings.NONE)).isEmpty();
    Seen two = early.then(well(), 60).then(well(), 65);
    assertThat(two.grade(Findings.NONE)).isEmpty();
    assertThat(two.then(well(), 70).grade(Findings.NONE)).contains(Grade.SETTLED);
  }

  @Test
  void settled_does_not_reach_what_requires_more() {
    Seen seen = Seen.of(Expectation.NOTHING, 1, Grade.OBSERVED).then(well(), 60).then(well(), 65).then(well(), 70);
    assertThat(seen.grade(Findings.NONE)).isEmpty();
  }

  @Test
  void a_new_image_that_says_it_is_unwell_is_to_blame() {
    Verdict.Bad bad = Seen.of(MARKED, 1, Grade.PROVEN).then(new Reading.Unwell(true, "status 503 from /healthz"), 1)
        .givenUp(Findings.NONE);
    assertThat(bad.blame()).isEqualTo(Blame.IMAGE);
    assertThat(bad.why()).isEqualTo(new Unhealthy.UnwellAnswers(1, "status 503 from /healthz"));
  }

  @Test
  void what_the_platform_reports_outweighs_what_the_answers_say() {
    var pull = new Findings(Optional.of(new Fault(Blame.ENVIRONMENT, new Unhealthy.PullFailed("unauthorized"),
        Optional.empty(), true)), false, false, 1, Optional.empty(), List.of());
    assertThat(Seen.of(MARKED, 1, Grade.PROVEN).then(new Reading.Unwell(true, "status 503"), 1).givenUp(pull).blame())
        .isEqualTo(Blame.ENVIRONMENT);
  }

  @Test
  void good_answers_that_wait_for_a_vault_are_the_surroundings_fault() {
    Unhealthy vault = new Unhealthy.VaultReference("SECRET_KEY", "NotFound");
    var waiting = new Findings(Optional.empty(), false, false, 1, Optional.of(vault), List.of());
    Verdict.Bad bad = Seen.of(MARKED, 1, Grade.PROVEN).then(marked("a"), 1).then(marked("a"), 2).then(marked("a"), 3)
        .givenUp(waiting);
    assertThat(bad.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(bad.why()).isEqualTo(vault);
  }

  @Test
  void answers_from_before_the_start_was_seen_may_be_the_old_container_s_and_do_not_count() {
    Seen seen = Seen.of(EQUAL, 1, Grade.OBSERVED).then(well(), 1).then(well(), 2).then(well(), 3);
    assertThat(seen.grade(STARTED)).isEmpty();
  }

  @Test
  void every_instance_reported_started_and_good_answers_since_are_observed() {
    var reported = new Findings(Optional.empty(), false, true, 1, Optional.empty(), List.of());
    Seen seen = Seen.of(EQUAL, 1, Grade.OBSERVED).then(well(), 1, true).then(well(), 2, true).then(well(), 3, true);
    assertThat(seen.grade(reported)).contains(Grade.OBSERVED);
  }
}
