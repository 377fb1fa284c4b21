package relay.health.check;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.health.check.Scene.marked;
import static relay.health.check.Scene.redirect;
import static relay.health.check.Scene.silent;
import static relay.health.check.Scene.status;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.health.Answer;
import relay.health.Baseline;

class BaselineTest {
  private static Baseline of(Answer answer) throws InterruptedException {
    return new Scene().from(0, answer).check().baseline();
  }

  @Test
  void a_well_app_is_seen_with_its_mark_and_instance_by_one_probe() throws Exception {
    var scene = new Scene().from(0, marked(200, "old", "a"));
    assertThat(scene.check().baseline())
        .isEqualTo(new Baseline.Seen(true, Optional.of("old"), Optional.of("a"), "/healthz answers 200"));
    assertThat(scene.asked).hasSize(1);
  }

  @Test
  void an_app_that_is_not_well_gets_a_second_chance_an_interval_later() throws Exception {
    var scene = new Scene().from(0, status(503)).from(5, marked(200, "old", "a"));
    assertThat(scene.check().baseline()).isInstanceOfSatisfying(Baseline.Seen.class,
        seen -> assertThat(seen.well()).isTrue());
    assertThat(scene.asked).containsExactly(0L, 5L);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void an_access_restriction_hides_the_app(int code) throws Exception {
    assertThat(of(status(code))).isEqualTo(new Baseline.Invisible("/healthz answers " + code));
  }

  @Test
  void a_refusal_that_carries_the_app_s_own_mark_is_the_app_s() throws Exception {
    assertThat(of(marked(403, "old", "a"))).isInstanceOfSatisfying(Baseline.Seen.class,
        seen -> assertThat(seen.well()).isFalse());
  }

  @ParameterizedTest
  @CsvSource({"302,https://login.microsoftonline.com/common/oauth2/authorize?client_id=0,login.microsoftonline.com",
      "307,https://www.shop.example/healthz,www.shop.example", "301,//www.shop.example/,www.shop.example",
      "302,/.auth/login/aad,a sign-in", "302,/Account/Login?next=x,a sign-in", "302,http://[,a sign-in"})
  void a_redirect_to_a_sign_in_or_another_host_hides_the_app(int code, String location, String to) throws Exception {
    assertThat(of(redirect(code, location)))
        .isEqualTo(new Baseline.Invisible("/healthz answers " + code + ", a redirect to " + to));
  }

  @Test
  void a_redirect_within_the_app_is_the_app_s_own_answer() throws Exception {
    assertThat(of(redirect(302, "/healthz/"))).isInstanceOfSatisfying(Baseline.Seen.class,
        seen -> assertThat(seen.well()).isFalse());
  }

  @ParameterizedTest
  @EnumSource(value = Answer.Trouble.class, names = {"IDENTITY", "DNS", "CONNECT", "TLS"})
  void an_app_that_cannot_be_reached_is_invisible(Answer.Trouble trouble) throws Exception {
    assertThat(of(silent(trouble))).isEqualTo(new Baseline.Invisible("trouble: " + trouble));
  }

  @ParameterizedTest
  @EnumSource(value = Answer.Trouble.class, names = {"TIMEOUT", "BROKEN"})
  void an_app_that_is_reached_but_does_not_answer_is_seen_and_unwell(Answer.Trouble trouble) throws Exception {
    assertThat(of(silent(trouble)))
        .isEqualTo(new Baseline.Seen(false, Optional.empty(), Optional.empty(), "trouble: " + trouble));
  }

  @Test
  void an_app_that_is_reached_but_unwell_keeps_what_it_said_of_itself() throws Exception {
    assertThat(of(new Answer.Reply(503, Map.of(), "{\"revision\":\"old\"}")))
        .isEqualTo(new Baseline.Seen(false, Optional.of("old"), Optional.empty(), "/healthz answers 503"));
  }
}
