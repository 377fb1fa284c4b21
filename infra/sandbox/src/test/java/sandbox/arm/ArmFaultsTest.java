package sandbox.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sandbox.arm.ArmOperation.GET_CONFIG;
import static sandbox.arm.ArmOperation.PATCH_CONFIG;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.arm.Faults.Match;
import sandbox.arm.answer.RateLimit;

/** Each fault, as a client meets it. */
class ArmFaultsTest extends ArmWorld {
  @ParameterizedTest
  @CsvSource({"500", "502", "503"})
  void an_outage_strikes_as_often_as_told(int status) throws Exception {
    var planted = arm.faults().plant(Match.on(PATCH_CONFIG).after(1).times(2), Fault.outage(status));
    assertThat(List.of(patch(BEFORE).statusCode(), patch(AFTER).statusCode(), patch(AFTER).statusCode(),
        patch(AFTER).statusCode())).containsExactly(200, status, status, 200);
    assertThat(planted.hits()).isEqualTo(2);
    assertThat(host.configured).hasSize(2);
  }

  @Test
  void a_conflict_speaks_in_capitals() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.conflict());
    var answer = patch(AFTER);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).fieldNames()).containsExactly("Code", "Message", "Target", "Details",
        "Innererror");
    assertThat(json(answer).getString("Code")).isEqualTo("Conflict");
  }

  @Test
  void throttling_names_the_wait_and_the_rest_of_the_allowance() throws Exception {
    InstantSource standing = InstantSource.fixed(Instant.EPOCH);
    arm.allow(new RateLimit(250, 25, standing), new RateLimit(1, 0.5, standing));
    arm.faults().plant(Match.anything().site("app-reviews-prod"), Fault.tooManyRequests(Duration.ofMillis(300)));
    assertThat(get("/config/web").getHeader("Retry-After")).isEqualTo("1");
    assertThat(get("/config/web").getHeader("x-ms-ratelimit-remaining-subscription-reads")).isEqualTo("248");
    assertThat(patch(AFTER).getHeader("x-ms-ratelimit-remaining-subscription-writes")).isEqualTo("0");
    var throttled = patch(AFTER);
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.getHeader("Retry-After")).isEqualTo("2");
  }

  @Test
  void every_post_is_taken_from_the_writes_even_one_that_only_reads() throws Exception {
    InstantSource standing = InstantSource.fixed(Instant.EPOCH);
    arm.allow(new RateLimit(1, 0, standing), new RateLimit(2, 1, standing));
    assertThat(post("/containerlogs").getHeader("x-ms-ratelimit-remaining-subscription-writes")).isEqualTo("1");
    assertThat(post("/restart").getHeader("x-ms-ratelimit-remaining-subscription-writes")).isEqualTo("0");
    assertThat(post("/containerlogs").statusCode()).isEqualTo(429);
    assertThat(get("").getHeader("x-ms-ratelimit-remaining-subscription-reads")).isEqualTo("0");
  }

  @Test
  void a_lost_answer_has_done_its_work() {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.lostAnswer());
    assertThatThrownBy(() -> patch(AFTER)).hasMessageContaining("closed");
    assertThat(site.linuxFxVersion()).isEqualTo(AFTER);
    assertThat(arm.requests().entries().getLast().status()).isZero();
  }

  @Test
  void silence_does_nothing_and_answers_nothing() {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.silent());
    patience = Duration.ofSeconds(2);
    assertThatThrownBy(() -> patch(AFTER)).isInstanceOf(TimeoutException.class);
    assertThat(site.linuxFxVersion()).isEqualTo(BEFORE);
    assertThat(arm.requests().entries()).hasSize(1);
  }

  @Test
  void a_slow_answer_has_done_its_work_at_once() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.slow(Duration.ofMillis(200)));
    long start = System.nanoTime();
    assertThat(patch(AFTER).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
  }

  @Test
  void an_unexpected_202_names_where_to_look_and_when() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.accepted());
    var answer = patch(AFTER);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    assertThat(answer.getHeader("Location")).startsWith(arm.endpoint().toString() + "subscriptions/");
    assertThat(site.linuxFxVersion()).isEqualTo(AFTER);
  }

  @Test
  void a_stale_read_shows_the_old_image_for_a_while() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.staleReads(Duration.ofHours(1)));
    assertThat(properties(patch(AFTER)).getString("linuxFxVersion")).isEqualTo(AFTER);
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo(BEFORE);
    assertThat(site.linuxFxVersion()).isEqualTo(AFTER);
  }

  @Test
  void somebody_else_can_step_in_between_read_and_write() throws Exception {
    arm.faults().plant(Match.on(GET_CONFIG), Fault.foreignChange("DOCKER|foreign.example/web:1"));
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo(BEFORE);
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo("DOCKER|foreign.example/web:1");
    assertThat(arm.requests().entries(entry -> entry.isWrite())).isEmpty();
  }

  @Test
  void an_answer_without_a_body_has_done_its_work() throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.emptyBody());
    arm.faults().plant(Match.on(GET_CONFIG), Fault.nullBody());
    var patched = patch(AFTER);
    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(patched.body()).isNull();
    assertThat(site.linuxFxVersion()).isEqualTo(AFTER);
    assertThat(get("/config/web").bodyAsString()).isEqualTo("null");
    assertThat(properties(get("/config/web")).getString("linuxFxVersion")).isEqualTo(AFTER);
  }

  @Test
  void members_can_be_of_other_types() throws Exception {
    arm.faults().plant(Match.on(GET_CONFIG), Fault.otherTypes());
    JsonObject odd = properties(get("/config/web"));
    assertThat(odd.getValue("linuxFxVersion")).isEqualTo(new JsonArray().add(BEFORE));
    assertThat(odd.getValue("numberOfWorkers")).isEqualTo("2");
    assertThat(odd.getValue("acrUseManagedIdentityCreds")).isEqualTo("true");
    assertThat(odd.getValue("appSettings")).isInstanceOf(JsonObject.class);
  }

  @Test
  void members_that_nobody_knows_stand_beside_the_usual_ones() throws Exception {
    arm.faults().plant(Match.on(GET_CONFIG), Fault.unknownMembers());
    JsonObject odd = json(get("/config/web"));
    assertThat(odd.fieldNames()).contains("zzFuture", "zzNull");
    assertThat(odd.getJsonObject("properties").fieldNames()).contains("zzList", "zzObject");
    assertThat(odd.getJsonObject("properties").getString("linuxFxVersion")).isEqualTo(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReadOnlyDisabledSubscription", "readonlydisabledsubscription",
      "READONLYDISABLEDSubscription"})
  void a_disabled_subscription_refuses_writes_in_whatever_case(String code) throws Exception {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.disabledSubscription(code));
    var answer = patch(AFTER);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(code(answer)).isEqualTo(code);
    assertThat(site.linuxFxVersion()).isEqualTo(BEFORE);
  }

  @Test
  void a_401_can_strike_once() throws Exception {
    arm.faults().plant(Match.on(GET_CONFIG), Fault.unauthorized());
    var refused = get("/config/web");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.getHeader("WWW-Authenticate")).startsWith("Bearer ");
    assertThat(get("/config/web").statusCode()).isEqualTo(200);
  }

  @Test
  void a_revoked_token_is_refused_for_good_and_another_one_is_not() throws Exception {
    var planted = arm.faults().plant(Match.on(GET_CONFIG), Fault.tokenRevoked());
    assertThat(get("/config/web").statusCode()).isEqualTo(401);
    assertThat(patch(AFTER).statusCode()).isEqualTo(401);
    assertThat(send("GET", "/config/web?api-version=2025-03-01", "arm-too", null).statusCode()).isEqualTo(200);
    assertThat(planted.hits()).isEqualTo(1);
    assertThat(site.linuxFxVersion()).isEqualTo(BEFORE);
  }

  @Test
  void every_token_can_be_revoked_at_its_first_use() throws Exception {
    arm.faults().plant(Match.anything().always(), Fault.tokenRevoked());
    assertThat(get("/config/web").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/config/web?api-version=2025-03-01", "arm-too", null).statusCode()).isEqualTo(401);
  }

  @Test
  void a_reset_does_nothing() {
    arm.faults().plant(Match.on(PATCH_CONFIG), Fault.reset());
    assertThatThrownBy(() -> patch(AFTER)).hasMessageContaining("reset");
    assertThat(site.linuxFxVersion()).isEqualTo(BEFORE);
    assertThat(arm.requests().entries().getLast().status()).isZero();
  }
}
