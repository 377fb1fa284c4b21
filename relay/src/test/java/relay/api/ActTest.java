package relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.app.Actor;
import relay.app.AppName;
import relay.http.Logged;
import relay.journal.AuditLine;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Refusal;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState.Refused;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.JournalException;

/** What a person does through the API. */
class ActTest extends ApiFixture {
  @Test
  void a_deploy_of_a_tag_opens_a_rollout_and_wakes_the_lanes() throws Exception {
    var rollout = accepted(
        post("/apps/web/deploy", "{\"tag\":\"1.8.0\",\"reason\":\"hotfix\",\"acceptNoRollbackTarget\":true}"));

    assertThat(rollout.getString("cause")).isEqualTo("deploy");
    assertThat(rollout.getString("who")).isEqualTo("local");
    assertThat(rollout.getString("reason")).isEqualTo("hotfix");
    assertThat(rollout.getString("wanted")).isEqualTo("shop.azurecr.io/reviews:1.8.0");
    assertThat(rollout.getString("state")).isEqualTo("queued");
    assertThat(rollout.getValue("outcome")).isNull();
    assertThat(journal.unfinished(WEB)).singleElement()
        .satisfies(one -> assertThat(one.request().acceptNoRollbackTarget()).isTrue());
    assertThat(woken).containsExactly(WEB);
  }

  @Test
  void a_deploy_of_a_digest_is_pinned_to_it() throws Exception {
    var rollout = accepted(post("/apps/web/deploy", "{\"digest\":\"" + TWO + "\"}"));

    assertThat(rollout.getString("digest")).isEqualTo(TWO.value());
    assertThat(rollout.getString("reason")).isEqualTo("no reason given");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      deploy   | {}                                             | either a tag or a digest
      deploy   | {"tag":"a","digest":"sha256:x"}                | digest must be
      deploy   | {"tag":7}                                      | tag must be text
      deploy   | {"tag":"../x"}                                 | tag is none
      deploy   | {"tag":"a","acceptNoRollbackTarget":"yes"}            | acceptNoRollbackTarget must be true or false
      deploy   | {"tag":"a","dryRun":true}                      | no member dryRun
      deploy   | {"tag":"a","reason":" "}                       | reason must be
      deploy   | {"tag":"a","reason":"x\\ny"}                   | reason must be
      deploy   | {"tag":"a","reason":5}                         | reason must be text
      deploy   | []                                             | must be a JSON object
      deploy   | nonsense                                       | not JSON
      deploy   | {"tag":"a","tag":"b"}                          | has a member twice
      deploy   | ``                                             | must be a JSON object
      rollback | {}                                             | reason is missing
      rollback | {"reason":"x","to":true}                       | to must be text
      rollback | {"reason":"x","to":"latest"}                   | to must be
      hold     | {}                                             | reason is missing
      unreject | {"reason":"x"}                                 | digest is missing
      unreject | {"digest":"sha256:xyz"}                        | digest must be
      release  | {"force":true}                                 | no member force
      """)
  void a_body_that_is_wrong_is_400_and_names_the_member(String act, String json, String detail) throws Exception {
    assertProblem(post("/apps/web/" + act, json == null ? "" : json), 400, detail);
    assertThat(journal.history(Optional.empty(), 10)).isEmpty();
    assertThat(woken).isEmpty();
  }

  @Test
  void a_body_that_is_too_large_or_of_another_type_is_refused() throws Exception {
    assertProblem(post("/apps/web/hold", "{\"reason\":\"" + "x".repeat(70_000) + "\"}"), 413, "65536");
    assertProblem(calls.send("POST", "/api/v1/apps/web/hold", "{\"reason\":\"x\"}".getBytes(StandardCharsets.UTF_8),
        "Content-Type", "text/plain"), 415, "application/json");
  }

  @Test
  void a_rollback_goes_to_the_newest_proven_digest_that_is_neither_live_nor_rejected() throws Exception {
    healthy(ONE, "1.0");
    healthy(TWO, "2.0");
    healthy(THREE, "3.0");
    journal.apply(WEB, new Actor.Relay(), "broke", List.of(new Effect.Reject(TWO, BROKE)));

    var rollout = accepted(post("/apps/web/rollback", "{\"reason\":\"errors at checkout\",\"keepLeft\":true}"));

    assertThat(rollout.getString("digest")).isEqualTo(ONE.value());
    assertThat(rollout.getString("tag")).isEqualTo("1.0");
    assertThat(rollout.getString("cause")).isEqualTo("rollback");
    assertThat(journal.unfinished(WEB)).singleElement().satisfies(one -> assertThat(one.request().keepLeft()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "\"2\""})
  void a_rollback_may_name_a_rollout(String id) throws Exception {
    healthy(ONE, "1.0");
    healthy(TWO, "2.0");

    assertThat(accepted(post("/apps/web/rollback", "{\"reason\":\"x\",\"to\":" + id + "}")).getString("digest"))
        .isEqualTo(TWO.value());
  }

  @Test
  void a_rollback_may_name_a_digest() throws Exception {
    assertThat(accepted(post("/apps/web/rollback", "{\"reason\":\"x\",\"to\":\"" + TWO + "\"}")).getString("wanted"))
        .isEqualTo("shop.azurecr.io/reviews@" + TWO);
  }

  @Test
  void a_rollback_keeps_older_candidates_in_case_the_registry_lost_the_newest() throws Exception {
    healthy(ONE, "1.0");
    healthy(TWO, "2.0");
    healthy(THREE, "3.0");
    assertThat(accepted(post("/apps/web/rollback", "{\"reason\":\"x\"}")).getString("digest")).isEqualTo(TWO.value());
    assertThat(journal.unfinished(WEB).getFirst().request().desired()).isEqualTo(new DesiredImage.FirstAvailable(
        new DesiredImage.ByDigest(REPOSITORY.at(TWO), Optional.of("2.0")),
        List.of(new DesiredImage.ByDigest(REPOSITORY.at(ONE), Optional.of("1.0")))));
  }

  @Test
  void what_somebody_else_changed_may_be_adopted_or_reverted_for_a_reason() throws Exception {
    assertProblem(post("/apps/web/revert", "{\"reason\":\"not ours\"}"), 409, "no digest is known");
    assertProblem(post("/apps/web/adopt", "{}"), 400, "reason is missing");
    healthy(ONE, "1.0");
    var adopted = accepted(post("/apps/web/adopt", "{\"reason\":\"a mend by hand\"}"));
    assertThat(adopted.getString("cause")).isEqualTo("adopt");
    assertThat(adopted.getString("wanted")).isEqualTo("the image that the app runs");
    var reverted = accepted(post("/apps/web/revert", "{\"reason\":\"not ours\"}"));
    assertThat(reverted.getString("cause")).isEqualTo("revert");
    assertThat(reverted.getString("digest")).isEqualTo(ONE.value());
  }

  @Test
  void a_rollback_to_nowhere_is_a_conflict() throws Exception {
    assertProblem(post("/apps/web/rollback", "{\"reason\":\"x\"}"), 409, "neither live nor rejected");
    healthy(ONE, "1.0");
    assertProblem(post("/apps/web/rollback", "{\"reason\":\"x\"}"), 409, "neither live nor rejected");
    Rollout refused = journal
        .open(RolloutRequest.of(WEB, new DesiredImage.ByDigest(REPOSITORY.at(TWO), Optional.empty()),
            new Cause.Deploy(new Actor.Person("eve"), "x")));
    var _ = journal.save(refused, new Refused(new Refusal.AppStopped(), Optional.empty()), List.of(), List.of());
    assertProblem(post("/apps/web/rollback", "{\"reason\":\"x\",\"to\":2}"), 409, "did not end healthy");
    assertProblem(post("/apps/web/rollback", "{\"reason\":\"x\",\"to\":77}"), 404, "no rollout 77");
  }

  @Test
  void hold_and_release_are_audited_and_shown() throws Exception {
    var held = post("/apps/web/hold", "{\"reason\":\"black friday\"}");

    assertThat(held.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(held.body()).getJsonObject("hold")).isEqualTo(new JsonObject().put("who", "local")
        .put("code", "manual").put("why", "black friday").put("since", NOW.toString()));
    var released = post("/apps/web/release", "{\"reason\":\"over\"}");
    assertThat(new JsonObject(released.body()).getValue("hold")).isNull();
    assertThat(store.audit(9)).extracting(AuditLine::who, AuditLine::what, AuditLine::why).containsExactly(
        tuple("local", "releases the app", "over"), tuple("local", "holds the app: black friday", "black friday"));
    assertThat(woken).containsExactly(WEB, WEB);
  }

  @Test
  void unrejecting_makes_a_rejected_digest_possible_again() throws Exception {
    journal.apply(WEB, new Actor.Relay(), "broke", List.of(new Effect.Reject(TWO, BROKE)));
    String body = "{\"digest\":\"" + TWO + "\",\"reason\":\"fixed\"}";
    assertThat(got("/apps/web").getJsonArray("rejected").getJsonObject(0))
        .isEqualTo(new JsonObject().put("digest", TWO.value()).put("code", "left-by-rollback").put("why",
            "left by a rollback: broke"));

    assertThat(new JsonObject(post("/apps/web/unreject", body).body()).getJsonArray("rejected")).isEmpty();
    assertProblem(post("/apps/web/unreject", body), 409, "not rejected");
  }

  @Test
  void a_cancel_is_a_request_that_the_lanes_fulfil() throws Exception {
    long id = accepted(post("/apps/web/deploy", "{\"tag\":\"1\"}")).getLong("id");

    accepted(post("/rollouts/" + id + "/cancel", "{\"reason\":\"wrong tag\"}"));

    assertThat(journal.stopRequested(journal.unfinished(WEB).getFirst().id()))
        .contains(StopRequest.cancel(new Actor.Person("local"), "wrong tag"));
    assertThat(woken).hasSize(2);
    healthy(ONE, "1.0");
    assertProblem(post("/rollouts/2/cancel", "{}"), 409, "is over");
    assertProblem(post("/rollouts/9/cancel", "{}"), 404, "no rollout 9");
  }

  @Test
  void an_unknown_app_or_verb_is_named() throws Exception {
    assertProblem(post("/apps/other/deploy", "{\"tag\":\"1\"}"), 404, "no app is configured as other; there are web");
    var answer = calls.send("DELETE", "/api/v1/apps/web", null);
    assertProblem(answer, 405, "use GET");
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void a_journal_that_fails_is_503_and_tells_nobody_why() throws Exception {
    var broken = (Journal) Proxy.newProxyInstance(ActTest.class.getClassLoader(), new Class<?>[]{Journal.class},
        (_, _, _) -> {
          throw new JournalException("the journal could not do it", new IOException("disk gone: s3cret"));
        });
    calls = served(broken);
    try (var logged = new Logged()) {
      for (var answer : List.of(calls.get("/api/v1/apps"), post("/apps/web/deploy", "{\"tag\":\"1\"}"))) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(answer.body()).doesNotContain("s3cret");
      }
      assertThat(logged.text()).contains("disk gone");
    }
    assertThat(woken).isEmpty();
  }

  @Test
  void a_rollback_while_a_rollout_is_proven_stops_that_rollout_and_opens_no_other() throws Exception {
    healthy(ONE, "prod");
    Rollout proving = proving(ONE, TWO);
    var accepted = accepted(post("/apps/web/rollback", "{\"reason\":\"errors\",\"keepLeft\":true}"));
    assertThat(accepted.getLong("id")).isEqualTo(proving.id().value());
    assertThat(accepted.getBoolean("joined")).isTrue();
    assertThat(journal.stopRequested(proving.id()))
        .contains(StopRequest.rollback(new Actor.Person("local"), "errors", true));
    assertThat(journal.unfinished(WEB)).hasSize(1);
  }

  @Test
  void a_deploy_of_the_digest_that_is_on_its_way_joins_that_rollout() throws Exception {
    healthy(ONE, "prod");
    Rollout proving = proving(ONE, TWO);
    var accepted = accepted(post("/apps/web/deploy", "{\"digest\":\"222222\"}"));
    assertThat(accepted.getLong("id")).isEqualTo(proving.id().value());
    assertThat(accepted.getBoolean("joined")).isTrue();
    assertThat(journal.unfinished(WEB)).hasSize(1);
  }

  @Test
  void a_short_digest_must_be_known_and_mean_one() throws Exception {
    healthy(ONE, "prod");
    assertProblem(post("/apps/web/deploy", "{\"digest\":\"abcdef\"}"), 409, "begins with abcdef");
    assertThat(accepted(post("/apps/web/rollback", "{\"reason\":\"x\",\"to\":\"111111\"}")).getString("digest"))
        .isEqualTo(ONE.value());
  }

  @Test
  void a_retry_that_waits_for_its_time_starts_at_once_when_a_person_asks() throws Exception {
    Rollout first = healthy(ONE, "prod");
    Rollout pending = journal.open(new RolloutRequest(WEB,
        new DesiredImage.ByTag(REPOSITORY.tagged("prod"), Optional.of(TWO)), new Cause.Retried(first.id(), 1), false,
        false, Optional.of(NOW.plusSeconds(300))));
    var accepted = accepted(post("/rollouts/" + first.id() + "/retry", "{}"));
    assertThat(accepted.getLong("id")).isEqualTo(pending.id().value());
    assertThat(journal.rollout(pending.id()).orElseThrow().request().notBefore()).isEmpty();
  }

  @Test
  void a_rollout_of_an_app_that_is_no_longer_configured_is_shown_and_not_retried() throws Exception {
    var gone = new AppName("gone");
    Rollout opened = journal.open(RolloutRequest.of(gone,
        new DesiredImage.ByDigest(REPOSITORY.at(TWO), Optional.empty()), new Cause.Pushed(4, "prod")));
    var _ = journal.save(opened, new Refused(new Refusal.AppStopped(), Optional.empty()), List.of(), List.of());
    assertThat(got("/rollouts?app=gone").getJsonArray("rollouts")).hasSize(1);
    var answer = post("/rollouts/" + opened.id() + "/retry", "{}");
    assertProblem(answer, 409, "does not name the app gone");
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("not-configured");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      /apps/web/rollback    | {"reason":"x"}                 | nothing-proven
      /apps/web/rollback    | {"reason":"x","to":"abcdef"}   | unknown-digest
      /apps/web/revert      | {"reason":"x"}                 | nothing-expected
      /apps/web/unreject    | {"digest":"sha256:1111111"}    | unknown-digest
      /rollouts/1/cancel    | {}                             | settled
      """)
  void a_refusal_has_a_code_that_stays(String path, String json, String code) throws Exception {
    Rollout opened = journal.open(RolloutRequest.of(WEB, new DesiredImage.Adopted(),
        new Cause.Adopt(new Actor.Person("eve"), "x")));
    var _ = journal.save(opened, new Refused(new Refusal.AppStopped(), Optional.empty()), List.of(), List.of());
    var answer = post(path, json);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
  }
}
