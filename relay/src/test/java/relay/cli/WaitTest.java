package relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.cli.Typed.Terminal;

/** What {@code --wait} follows, and what it says of the end. */
class WaitTest {
  private static final String ONE = "sha256:" + "1".repeat(64);
  private static final String TWO = "sha256:" + "2".repeat(64);
  private StandInApi api;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    api = new StandInApi();
    terminal = new Terminal().with("RELAY_URL", api.url());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String rollout(int id, String state, String digest, String more) {
    boolean settled = !state.equals("queued") && !state.equals("proving") && !state.equals("restoring");
    return """
        {"id":%d,"app":"reviews","cause":"deploy","digest":%s,"state":"%s","settled":%s,"code":null,"why":null,
         "follow":null,"timeline":[{"at":"2026-01-02T03:04:06Z","state":"%s","sentence":"rollout %d was here"}]%s}"""
        .formatted(id, digest.isEmpty() ? "null" : "\"" + digest + "\"", state, settled, state, id, more);
  }

  private static String joined(int id, int other) {
    return rollout(id, "unchanged", "", ",\"code\":\"joined\",\"follow\":" + other);
  }

  private static String superseded(int id, String digest, int by) {
    return rollout(id, "superseded", digest, ",\"why\":\"rollout " + by + " took over\",\"follow\":" + by);
  }

  private Typed deploys() {
    api.on("POST /api/v1/apps/reviews/deploy", 202, rollout(12, "queued", "", ""));
    return terminal.type("deploy", "reviews", "--tag", "live", "--wait");
  }

  @ParameterizedTest
  @CsvSource({"healthy, 0", "rolled-back, 5", "stuck, 6", "cancelled, 12"})
  void a_deploy_of_what_is_on_its_way_ends_as_that_rollout_does(String state, int code) {
    api.on("GET /api/v1/rollouts/12", 200, joined(12, 11)).on("GET /api/v1/rollouts/11", 200,
        rollout(11, "proving", ONE, "")).on("GET /api/v1/rollouts/11", 200, rollout(11, state, ONE, ""));
    Typed typed = deploys();
    assertThat(typed.code()).isEqualTo(code);
    assertThat(typed.out()).contains("rollout 12 of reviews: unchanged; follows rollout 11", "rollout 11 was here",
        "rollout 11 of reviews: " + state);
  }

  @ParameterizedTest
  @CsvSource({"healthy, 0", "rolled-back, 5"})
  void a_successor_that_brings_the_same_digest_answers_for_the_deploy(String state, int code) {
    api.on("GET /api/v1/rollouts/12", 200, superseded(12, ONE, 13)).on("GET /api/v1/rollouts/13", 200,
        rollout(13, state, ONE, ""));
    assertThat(deploys().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"healthy", "rolled-back"})
  void a_successor_that_brings_another_digest_never_makes_it_a_success(String state) {
    api.on("GET /api/v1/rollouts/12", 200, superseded(12, ONE, 13)).on("GET /api/v1/rollouts/13", 200,
        rollout(13, state, TWO, ""));
    Typed typed = deploys();
    assertThat(typed.code()).isEqualTo(11);
    assertThat(typed.err().lines()).singleElement()
        .isEqualTo("relay: rollout 12 is superseded: rollout 13 took over; rollout 13 is " + state);
  }

  @Test
  void where_it_is_not_known_whether_the_digest_is_the_same_it_counts_as_another() {
    api.on("GET /api/v1/rollouts/12", 200, superseded(12, "", 13)).on("GET /api/v1/rollouts/13", 200,
        rollout(13, "healthy", TWO, ""));
    assertThat(deploys().code()).isEqualTo(11);
  }

  @Test
  void in_json_the_rollout_whose_end_counts_is_the_document() throws Exception {
    api.on("GET /api/v1/rollouts/12", 200, superseded(12, ONE, 13)).on("GET /api/v1/rollouts/13", 200,
        rollout(13, "healthy", TWO, "")).on("POST /api/v1/apps/reviews/deploy", 202, rollout(12, "queued", "", ""));
    Typed typed = terminal.type("deploy", "reviews", "--tag", "live", "--wait", "-o", "json");
    assertThat(new ObjectMapper().readTree(typed.out()).path("state").asText()).isEqualTo("superseded");
  }

  @Test
  void rollouts_that_point_at_each_other_are_not_followed_for_ever() {
    api.on("GET /api/v1/rollouts/12", 200, joined(12, 11)).on("GET /api/v1/rollouts/11", 200, joined(11, 12));
    assertThat(deploys().code()).isEqualTo(9);
  }

  @Test
  void a_relay_that_is_away_is_announced_once_and_asked_again() {
    api.on("GET /api/v1/rollouts/12", 200, rollout(12, "proving", ONE, "")).on("GET /api/v1/rollouts/12", 503, "")
        .on("GET /api/v1/rollouts/12", 502, "").on("GET /api/v1/rollouts/12", 200, rollout(12, "healthy", ONE, ""));
    Typed typed = deploys();
    assertThat(typed.code()).isZero();
    assertThat(typed.out()).containsOnlyOnce("The relay does not answer; it is asked again.");
  }

  @Test
  void a_wait_that_ends_while_the_relay_is_away_does_not_claim_to_know() {
    api.on("POST /api/v1/apps/reviews/deploy", 202, rollout(12, "queued", "", ""))
        .on("GET /api/v1/rollouts/12", 503, "");
    Typed typed = terminal.type("deploy", "reviews", "--tag", "live", "--wait", "--timeout", "30ms");
    assertThat(typed.code()).isEqualTo(8);
    assertThat(typed.err()).contains("does not answer; rollout 12 may go on");
  }

  @ParameterizedTest
  @CsvSource({"deploy, rolled-back, 0", "deploy, healthy, 13", "deploy, stuck, 6", "rollback, healthy, 0",
      "rollback, rolled-back, 5"})
  void a_rollback_that_stops_a_rollout_is_done_when_that_is_rolled_back(String cause, String state, int code) {
    String accepted = rollout(12, "restoring", ONE, ",\"joined\":true,\"cause\":\"" + cause + "\"");
    api.on("POST /api/v1/apps/reviews/rollback", 202, accepted).on("GET /api/v1/rollouts/12", 200,
        rollout(12, state, ONE, ""));
    Typed typed = terminal.type("rollback", "reviews", "--reason", "errors", "--wait");
    assertThat(typed.code()).isEqualTo(code);
    assertThat(typed.out()).contains("rollout 12 of reviews: restoring (under way already)");
  }

  @Test
  void a_cancel_does_not_follow_who_took_over() {
    api.on("POST /api/v1/rollouts/12/cancel", 202, rollout(12, "proving", ONE, ""))
        .on("GET /api/v1/rollouts/12", 200, superseded(12, ONE, 13));
    assertThat(terminal.type("cancel", "12", "--reason", "x", "--wait").code()).isEqualTo(11);
    assertThat(api.asked()).noneMatch(asked -> asked.line().endsWith("/13"));
  }
}
