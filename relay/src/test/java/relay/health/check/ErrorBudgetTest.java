package relay.health.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.health.Answer;
import relay.health.Blame;
import relay.health.Clues.Fault;
import relay.health.Clues.Findings;
import relay.health.Reading;
import relay.health.Unhealthy;
import relay.health.Verdict;

class ErrorBudgetTest {
  private static final Reading WELL = new Reading.Well(true, Optional.empty());
  private static final Reading OWN = new Reading.Unwell(true, "status 503 from /healthz");
  private static final Reading FRONT = new Reading.Unwell(false, "status 502 from /healthz");
  private static final Reading SILENT = new Reading.Silent(Answer.Trouble.TIMEOUT, "no answer in 5 s");

  private static ErrorBudget after(int allowed, int window, Reading... readings) {
    var budget = new ErrorBudget(allowed, window);
    for (Reading reading : readings) {
      budget = budget.with(reading);
    }
    return budget;
  }

  @Test
  void as_many_bad_answers_as_allowed_are_within_it_and_one_more_is_not() {
    assertThat(after(2, 24, OWN, WELL, SILENT).spent()).isFalse();
    assertThat(after(2, 24, OWN, WELL, SILENT, FRONT).spent()).isTrue();
  }

  @Test
  void an_answer_of_the_image_before_costs_nothing_and_takes_no_place_in_the_window() {
    assertThat(after(0, 3, new Reading.Old(), new Reading.Old()).spent()).isFalse();
    assertThat(after(1, 2, OWN, new Reading.Old(), new Reading.Old(), OWN).spent()).isTrue();
  }

  @Test
  void time_in_which_the_relay_could_not_look_costs_nothing() {
    var blind = new Reading.Silent(Answer.Trouble.IDENTITY, "no token");
    assertThat(after(0, 3, blind, blind).spent()).isFalse();
  }

  @Test
  void bad_answers_that_left_the_window_are_forgotten() {
    assertThat(after(1, 3, OWN, WELL, WELL, OWN).spent()).isFalse();
    assertThat(after(1, 3, OWN, WELL, OWN).spent()).isTrue();
  }

  @Test
  void nothing_is_allowed_without_a_budget() {
    assertThat(after(0, 1, OWN).spent()).isTrue();
  }

  @Test
  void the_image_is_blamed_when_it_said_so_itself() {
    Verdict.Bad bad = after(1, 24, OWN, SILENT).giveUp(Findings.NONE);
    assertThat(bad.blame()).isEqualTo(Blame.IMAGE);
    assertThat(bad.why()).isEqualTo(new Unhealthy.SoakSpent(2, 2, "no answer in 5 s"));
  }

  @Test
  void nobody_is_blamed_for_silence_and_for_the_words_of_others() {
    assertThat(after(1, 24, FRONT, SILENT).giveUp(Findings.NONE).blame()).isEqualTo(Blame.UNKNOWN);
  }

  @Test
  void what_the_platform_found_decides_and_its_lines_are_kept() {
    var found = new Findings(
        Optional.of(new Fault(Blame.ENVIRONMENT, new Unhealthy.AppStopped(), Optional.empty(), true)), false, false, 1,
        Optional.empty(), List.of("stopping site"));
    Verdict.Bad bad = after(0, 24, OWN).giveUp(found);
    assertThat(bad.blame()).isEqualTo(Blame.ENVIRONMENT);
    assertThat(bad.why()).isEqualTo(new Unhealthy.AppStopped());
    assertThat(bad.lastLines()).containsExactly("stopping site");
  }
}
