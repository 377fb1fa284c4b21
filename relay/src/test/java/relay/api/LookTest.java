package relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.Observation;
import relay.health.Blame;
import relay.health.Grade;
import relay.health.Unhealthy;
import relay.intake.Delivery;
import relay.push.Push;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Failure;
import relay.rollout.NoChange;
import relay.rollout.Restored;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.record.Effect;

/** What the API shows. */
class LookTest extends ApiFixture {
  @Test
  void an_app_that_was_never_seen_is_idle_and_has_no_image() throws Exception {
    var apps = got("/apps").getJsonArray("apps");

    assertThat(apps).hasSize(1);
    assertThat(apps.getJsonObject(0))
        .isEqualTo(new JsonObject().put("name", "web").put("mode", "act").put("registry", "main")
            .put("repository", "shop.azurecr.io/reviews").put("site", "rg-shop/app-web").put("state", "idle")
            .put("condition", "new").put("rejected", new JsonArray()).put("proven", new JsonArray()).putNull("live")
            .putNull("liveTag").putNull("target").putNull("previous").putNull("rollbackTarget").putNull("lastLook")
            .putNull("why")
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
    assertProblem(calls.get("/api/v1/rollouts?app=other"), 404, "no app is configured as other; there are web");
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
  void an_app_that_cannot_be_seen_says_so_with_the_code_and_since_when() throws Exception {
    healthy(ONE, "prod");
    journal.apply(WEB, new Actor.Relay(), "look", List.of(new Effect.Observed(
        new Observation(new Observation.Condition.Unseen("app-forbidden", "may not read the site"), NOW))));
    var app = got("/apps/web");
    assertThat(app.getString("condition")).isEqualTo("unseen");
    assertThat(app.getString("live")).isEqualTo(ONE.value());
    assertThat(app.getJsonObject("lastLook")).isEqualTo(new JsonObject().put("code", "app-forbidden")
        .put("detail", "may not read the site").put("since", NOW.toString()));
  }

  @Test
  void nothing_that_left_the_wanted_image_unproven_is_called_a_success() throws Exception {
    var image = REPOSITORY.at(TWO);
    List<NoChange> ends = List.of(new NoChange.AlreadyLive(image), new NoChange.Joined(new RolloutId(1), image),
        new NoChange.Observed(ConfiguredImage.of(REPOSITORY.at(ONE)), image, Optional.empty()),
        new NoChange.Outdated());
    for (NoChange end : ends) {
      Rollout opened = journal.open(RolloutRequest.of(WEB, new DesiredImage.ByDigest(image, Optional.empty()),
          new Cause.Pushed(4, "prod")));
      var _ = journal.save(opened, new RolloutState.Unchanged(end), List.of(), List.of());
    }
    assertThat(got("/rollouts").getJsonArray("rollouts")).extracting(each -> ((JsonObject) each).getString("code"),
        each -> ((JsonObject) each).getString("outcome"), each -> ((JsonObject) each).getLong("follow"))
        .containsExactly(tuple("outdated", "none", null), tuple("observed", "none", null), tuple("joined", "none", 1L),
            tuple("already-live", "success", null));
  }
}
