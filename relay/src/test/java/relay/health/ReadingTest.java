package relay.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final HealthSettings HEALTH = HealthSettings.at("/healthz");
  private static final Expectation NEW_NOT_OLD = new Expectation(Optional.of("new"), Optional.of("old"));

  private static Reading read(Answer answer, Expectation expected) {
    return Reading.of(answer, HEALTH, ProofSettings.standard(), expected);
  }

  private static Answer marked(int status, String revision) {
    return new Answer.Reply(status, Map.of(), "{\"revision\":\"" + revision + "\",\"instance\":\"i1\"}");
  }

  @Test
  void the_wanted_mark_on_a_good_answer_proves_where_it_comes_from() {
    assertThat(read(marked(200, "new"), NEW_NOT_OLD)).isEqualTo(new Reading.Well(true, Optional.of("i1")));
  }

  @Test
  void the_wanted_mark_on_a_bad_answer_is_the_new_images_own_word() {
    assertThat(read(marked(503, "new"), NEW_NOT_OLD))
        .isEqualTo(new Reading.Unwell(true, "status 503 from /healthz"));
  }

  @Test
  void the_mark_of_the_image_before_is_old_however_it_feels() {
    assertThat(read(marked(200, "old"), NEW_NOT_OLD)).isInstanceOf(Reading.Old.class);
    assertThat(read(marked(503, "old"), NEW_NOT_OLD)).isInstanceOf(Reading.Old.class);
  }

  @Test
  void a_good_answer_without_a_mark_is_not_well_where_one_is_expected() {
    assertThat(read(new Answer.Reply(200, Map.of(), "ok"), NEW_NOT_OLD))
        .isEqualTo(new Reading.Unwell(false, "the answer carries no mark, not new"));
  }

  @Test
  void a_stranger_s_mark_is_told_and_made_printable() {
    assertThat(read(marked(200, "<b>" + "x".repeat(60)), NEW_NOT_OLD)).isInstanceOfSatisfying(Reading.Unwell.class,
        unwell -> assertThat(unwell.why()).startsWith("the answer is marked ?b?x").endsWith("..., not new"));
  }

  @Test
  void equal_labels_prove_nothing_and_are_not_old() {
    var equal = new Expectation(Optional.of("same"), Optional.of("same"));
    assertThat(equal.canProve()).isFalse();
    assertThat(read(marked(200, "same"), equal)).isEqualTo(new Reading.Well(false, Optional.of("i1")));
    assertThat(read(marked(500, "same"), equal)).isEqualTo(new Reading.Unwell(false, "status 500 from /healthz"));
  }

  @Test
  void without_an_expectation_a_good_answer_is_well_and_unmarked() {
    assertThat(read(marked(200, "any"), Expectation.NOTHING)).isEqualTo(new Reading.Well(false, Optional.of("i1")));
  }

  @Test
  void an_image_without_a_label_still_tells_the_one_before_apart() {
    var unlabelled = new Expectation(Optional.empty(), Optional.of("old"));
    assertThat(unlabelled.canProve()).isFalse();
    assertThat(read(marked(200, "old"), unlabelled)).isInstanceOf(Reading.Old.class);
  }

  @Test
  void a_first_image_can_prove_itself_though_nothing_is_known_of_the_one_before() {
    var first = new Expectation(Optional.of("new"), Optional.empty());
    assertThat(read(marked(200, "new"), first)).isEqualTo(new Reading.Well(true, Optional.of("i1")));
  }

  @Test
  void the_affinity_cookie_names_the_instance_of_an_app_that_does_not() {
    String cookies = "ARRAffinitySameSite=i9;Path=/\nARRAffinity=i2;Path=/;HttpOnly\nother=1";
    assertThat(read(new Answer.Reply(200, Map.of("set-cookie", cookies), "{\"revision\":\"new\"}"), NEW_NOT_OLD))
        .isEqualTo(new Reading.Well(true, Optional.of("i2")));
    assertThat(read(new Answer.Reply(200, Map.of("set-cookie", cookies), "{\"revision\":\"new\",\"instance\":\"i1\"}"),
        NEW_NOT_OLD)).as("its own word counts more").isEqualTo(new Reading.Well(true, Optional.of("i1")));
  }

  @Test
  void the_body_must_hold_what_was_asked_for() {
    var strict = new HealthSettings("/up", 200, Optional.of(Pattern.compile("\"ok\"")), 3, 6, HEALTH.interval(),
        HEALTH.startWithin(), HEALTH.deadline(), HEALTH.restoreDeadline(), HEALTH.soak(), HEALTH.longestSoak(), 2, 24,
        HEALTH.quiet());
    assertThat(Reading.of(marked(200, "new"), strict, ProofSettings.standard(), NEW_NOT_OLD))
        .isInstanceOf(Reading.Unwell.class);
  }

  @Test
  void no_answer_is_silence() {
    assertThat(read(new Answer.NoReply(Answer.Trouble.DNS, "no such name"), NEW_NOT_OLD))
        .isEqualTo(new Reading.Silent(Answer.Trouble.DNS, "no such name"));
  }
}
