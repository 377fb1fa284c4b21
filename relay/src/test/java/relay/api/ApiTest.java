package relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.RejectReason;
import relay.app.RollbackTarget;
import relay.coordination.LocalDecisionLock;
import relay.health.Blame;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.health.Unhealthy;
import relay.http.Calls;
import relay.http.HttpServers;
import relay.http.Logged;
import relay.http.Management;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.image.Digest;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagPolicy;
import relay.intake.Delivery;
import relay.journal.AuditLine;
import relay.journal.JournalStore;
import relay.journal.MemoryEngine;
import relay.push.Push;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Effect;
import relay.rollout.Failure;
import relay.rollout.Journal;
import relay.rollout.JournalException;
import relay.rollout.Refusal;
import relay.rollout.Restored;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.StopRequest;
import relay.rollout.act.Operations;

class ApiTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final AppName WEB = new AppName("web");
  private static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  private static final Digest ONE = digest("1");
  private static final Digest TWO = digest("2");
  private static final Digest THREE = digest("3");
  private static final RejectReason BROKE = new RejectReason.LeftByRollback(1, "broke");
  private static final Evidence EVIDENCE = new Evidence(Grade.PROVEN, new Evidence.Basis.Marks("abc", 3, 1));

  private final Vertx vertx = Vertx.vertx();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final JournalStore store = JournalStore.over(new MemoryEngine(), clock);
  private final Journal journal = store.journal();
  private final List<AppName> nudged = new CopyOnWriteArrayList<>();
  private Calls calls;

  private static Digest digest(String hex) {
    return new Digest("sha256:" + hex.repeat(64));
  }

  @BeforeEach
  void open() throws Exception {
    open(journal);
  }

  private void open(Journal over) throws Exception {
    var settings = new AppSettings(WEB, "/sites/web", "main", REPOSITORY, new TagPolicy.Exact("prod"),
        Platform.LINUX_AMD64,
        AppSettings.Mode.ACT, HealthSettings.at("/healthz"), ProofSettings.standard(), AppSettings.VaultGate.NO_WORSE,
        false, Duration.ofMinutes(5), AppSettings.Drift.ALERT);
    var api = new Api(vertx, List.of(new ManagedApp(settings, "rg-shop/app-web")), over, store.inbox(),
        new Authentication(List.of()), new Operations(over, new LocalDecisionLock(), nudged::add, clock));
    var address = new Address("127.0.0.1", 0);
    var management = new Management(List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), _ -> {});
    calls = new Calls(HttpServers.listen(vertx, new ServerSettings(address, Optional.of(address)), List.of(api),
        management).await(10, TimeUnit.SECONDS).mainPort());
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private JsonObject got(String path) throws Exception {
    var answer = calls.get("/api/v1" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private HttpResponse<String> post(String path, String json) throws Exception {
    return calls.post("/api/v1" + path, json);
  }

  private static JsonObject accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var body = new JsonObject(answer.body());
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/rollouts/" + body.getLong("id"));
    return body;
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("detail", "")).contains(detail);
  }

  /** A rollout that ended Healthy and left the app running its digest. */
  private Rollout healthy(Digest digest, String tag) {
    var image = REPOSITORY.at(digest);
    Rollout rollout = journal
        .open(RolloutRequest.of(WEB, new DesiredImage.ByTag(REPOSITORY.tagged(tag), Optional.of(digest)),
            new Cause.Pushed(4, tag)));
    return journal.save(rollout, new Healthy(change(digest, digest, tag), EVIDENCE), List.of(),
        List.of(new Effect.Live(ConfiguredImage.of(image), Optional.of(tag))));
  }

  private static Change change(Digest from, Digest to, String tag) {
    return new Change(REPOSITORY.at(to), ConfiguredImage.of(REPOSITORY.at(from)),
        Optional.of(new RollbackTarget.Pinned(REPOSITORY.at(from))), Expectation.NOTHING, Expectation.NOTHING, true,
        Set.of(), Optional.of(tag), Optional.empty(), Optional.empty());
  }

  /** A rollout that has the app in its hands. */
  private Rollout proving(Digest from, Digest to) {
    Rollout opened = journal.open(RolloutRequest.of(WEB,
        new DesiredImage.ByDigest(REPOSITORY.at(to), Optional.empty()), new Cause.Pushed(4, "prod")));
    return journal.save(opened, new RolloutState.Proving(change(from, to, "prod"), NOW), List.of(), List.of());
  }

  @Test
  void an_app_that_was_never_seen_is_idle_and_has_no_image() throws Exception {
    var apps = got("/apps").getJsonArray("apps");

    assertThat(apps).hasSize(1);
    assertThat(apps.getJsonObject(0))
        .isEqualTo(new JsonObject().put("name", "web").put("mode", "act").put("registry", "main")
            .put("repository", "shop.azurecr.io/reviews").put("site", "rg-shop/app-web").put("state", "idle")
            .put("condition", "new").put("rejected", new JsonArray()).put("proven", new JsonArray()).putNull("live")
            .putNull("liveTag").putNull("target").putNull("previous").putNull("rollbackTarget").putNull("lastLook")
            .putNull("rollout").putNull("hold"));
    assertProblem(calls.get("/api/v1/apps/web/image"), 404, "not seen yet");
  }

  @Test
  void an_app_shows_what_is_live_and_its_image_for_infrastructure_code() throws Exception {
    healthy(ONE, "prod");

    var app = got("/apps/web");
    assertThat(app.getString("live")).isEqualTo(ONE.value());
    assertThat(app.getString("liveTag")).isEqualTo("prod");
    assertThat(app.getString("state")).isEqualTo("healthy");
    assertThat(app.getLong("rollout")).isEqualTo(1);
    assertThat(got("/apps/web/image")).isEqualTo(new JsonObject().put("image", "shop.azurecr.io/reviews@" + ONE)
        .put("linuxFxVersion", "DOCKER|shop.azurecr.io/reviews@" + ONE).put("tag", "prod"));
  }

  @Test
  void a_healthy_rollout_shows_its_evidence_and_timeline() throws Exception {
    healthy(ONE, "prod");

    var rollout = got("/rollouts/1");
    assertThat(rollout.getString("outcome")).isEqualTo("success");
    assertThat(rollout.getBoolean("settled")).isTrue();
    assertThat(rollout.getString("cause")).isEqualTo("push");
    assertThat(rollout.getString("digest")).isEqualTo(ONE.value());
    assertThat(rollout.getString("tag")).isEqualTo("prod");
    assertThat(rollout.getJsonObject("evidence"))
        .isEqualTo(new JsonObject().put("grade", "proven").put("basis", "marks").put("how",
            "3 good answers in a row carry the mark abc"));
    assertThat(rollout.getJsonArray("timeline").getJsonObject(1)).isEqualTo(new JsonObject()
        .put("at", NOW.toString()).put("state", "healthy").put("code", "marks").put("sentence",
            "Healthy: 3 good answers in a row carry the mark abc, and no worse in the soak."));
    assertThat(rollout.containsKey("blame")).isTrue();
    assertThat(rollout.getValue("blame")).isNull();
  }

  @Test
  void rolled_back_and_stuck_are_failures_with_blame_and_reason() throws Exception {
    Rollout back = proving(ONE, TWO);
    var unwell = new Failure.NotHealthy(new Unhealthy.UnwellAnswers(6, "503"));
    var _ = journal.save(back, ((RolloutState.Proving) back.state()).giveUp(Blame.IMAGE, unwell, NOW)
        .restored(new Restored(Grade.PROVEN, 3, true, false)), List.of(), List.of());
    Rollout stuck = proving(ONE, THREE);
    var _ = journal.save(stuck, ((RolloutState.Proving) stuck.state()).giveUp(Blame.ENVIRONMENT, unwell, NOW)
        .stuck(new Failure.NoRollbackTarget()), List.of(), List.of());

    var rollouts = got("/rollouts?app=web&limit=2").getJsonArray("rollouts");
    assertThat(rollouts.getJsonObject(0).getString("state")).isEqualTo("stuck");
    assertThat(rollouts.getJsonObject(0).getString("outcome")).isEqualTo("failure");
    assertThat(rollouts.getJsonObject(1).getString("state")).isEqualTo("rolled-back");
    assertThat(rollouts.getJsonObject(1).getString("outcome")).isEqualTo("failure");
    assertThat(rollouts.getJsonObject(1).getString("blame")).isEqualTo("image");
    assertThat(rollouts.getJsonObject(1).getString("code")).isEqualTo("unwell");
    assertThat(rollouts.getJsonObject(1).getString("why"))
        .isEqualTo("the new image answers but is unwell, 6 times in a row: 503");
    assertThat(rollouts.getJsonObject(1).getString("digest")).isEqualTo(TWO.value());
    assertThat(got("/rollouts?limit=1").getJsonArray("rollouts")).hasSize(1);
    assertThat(got("/rollouts?app=other").getJsonArray("rollouts")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/rollouts?limit=0,400,limit", "/rollouts?limit=201,400,limit", "/rollouts?limit=x,400,limit",
      "/rollouts?app=No%20Name,400,app", "/rollouts?apps=web,400,apps", "/deliveries?limit=-1,400,limit",
      "/rollouts/999,404,rollout", "/rollouts/abc,404,rollout", "/rollouts/99999999999999999999,404,rollout",
      "/deliveries/1,404,delivery", "/deliveries/x,404,delivery", "/apps/none,404,app", "/apps/none/image,404,app"})
  void what_is_asked_wrongly_is_named(String path, int status, String detail) throws Exception {
    assertProblem(calls.get("/api/v1" + path), status, detail);
  }

  @Test
  void deliveries_show_what_was_received_and_one_shows_its_body() throws Exception {
    var _ = store.inbox().record(new Delivery("acr", "main", NOW, Optional.of("e1"), "push", "{\"as\":\"received\"}",
        List.of(new Push("main", REPOSITORY.tagged("prod"), Optional.of(ONE), NOW)), List.of(), List.of(), List.of()))
        .await();

    var listed = got("/deliveries?limit=5").getJsonArray("deliveries").getJsonObject(0);
    assertThat(listed.getString("action")).isEqualTo("push");
    assertThat(listed.getJsonArray("pushes").getJsonObject(0).getString("digest")).isEqualTo(ONE.value());
    assertThat(listed.containsKey("body")).isFalse();
    assertThat(got("/deliveries/1").getString("body")).isEqualTo("{\"as\":\"received\"}");
  }

  @Test
  void a_deploy_of_a_tag_opens_a_rollout_and_nudges_the_runner() throws Exception {
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
    assertThat(nudged).containsExactly(WEB);
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
      deploy   | []                                             | not JSON
      deploy   | nonsense                                       | not JSON
      deploy   | ``                                             | not JSON
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
    assertThat(nudged).isEmpty();
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
    var _ = journal.save(refused, new Refused(new Refusal.AppStopped()), List.of(), List.of());
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
    assertThat(nudged).containsExactly(WEB, WEB);
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
    assertThat(nudged).hasSize(2);
    healthy(ONE, "1.0");
    assertProblem(post("/rollouts/2/cancel", "{}"), 409, "is over");
    assertProblem(post("/rollouts/9/cancel", "{}"), 404, "no rollout 9");
  }

  @Test
  void an_unknown_app_or_verb_is_named() throws Exception {
    assertProblem(post("/apps/other/deploy", "{\"tag\":\"1\"}"), 404, "no such app");
    var answer = calls.send("DELETE", "/api/v1/apps/web", null);
    assertProblem(answer, 405, "use GET");
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void a_journal_that_fails_is_503_and_tells_nobody_why() throws Exception {
    var broken = (Journal) Proxy.newProxyInstance(ApiTest.class.getClassLoader(), new Class<?>[]{Journal.class},
        (_, _, _) -> {
          throw new JournalException("the journal could not do it", new IOException("disk gone: s3cret"));
        });
    open(broken);
    try (var logged = new Logged()) {
      for (var answer : List.of(calls.get("/api/v1/apps"), post("/apps/web/deploy", "{\"tag\":\"1\"}"))) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(answer.body()).doesNotContain("s3cret");
      }
      assertThat(logged.text()).contains("disk gone");
    }
    assertThat(nudged).isEmpty();
  }

  @Test
  void a_rollout_under_way_shows_its_target_what_ran_before_and_where_it_would_return() throws Exception {
    healthy(ONE, "prod");
    Rollout proving = proving(ONE, TWO);
    var app = got("/apps/web");
    assertThat(app.getString("condition")).isEqualTo("rolling");
    assertThat(app.getString("target")).isEqualTo(TWO.value());
    assertThat(app.getString("previous")).isEqualTo(ONE.value());
    assertThat(app.getString("rollbackTarget")).isEqualTo(ONE.value());
    assertThat(got("/rollouts/" + proving.id()).getString("rollbackTarget")).isEqualTo(ONE.value());
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
}
