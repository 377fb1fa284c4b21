package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.intake.Received.Keep;
import relay.intake.Told.Kind;

class DistributionEventsTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-22T10:00:00Z");
  private static final Origin ORIGIN = new Origin("laptop", "127.0.0.1:5000");

  private static JsonObject event(String fixture) {
    return new JsonObject(Fixtures.text("distribution-notification-" + fixture)).getJsonArray("events")
        .getJsonObject(0);
  }

  private static Received read(JsonObject... events) {
    var list = new JsonArray();
    for (JsonObject event : events) {
      list.add(event);
    }
    return DistributionEvents.read(new JsonObject().put("events", list).encode().getBytes(StandardCharsets.UTF_8),
        ORIGIN,
        RECEIVED);
  }

  private static JsonObject pull(String agent) {
    JsonObject pull = event("pull");
    pull.getJsonObject("request").put("useragent", agent);
    return pull;
  }

  @Test
  void what_the_relay_itself_pulled_is_never_kept_and_what_others_pulled_seldom() {
    assertThat(read(pull("relay")).keep()).isEqualTo(Keep.NEVER);
    assertThat(read(pull("relay"), pull("relay")).kinds()).containsOnly(Kind.OWN_PULL);
    assertThat(read(pull("skopeo/1.9.3"), pull("relay")).keep()).isEqualTo(Keep.SELDOM);
    assertThat(read(pull("relay"), event("push")).keep()).isEqualTo(Keep.ALWAYS);
    assertThat(read(event("delete-tag")).keep()).isEqualTo(Keep.ALWAYS);
  }

  @Test
  void seldom_is_once_a_minute() {
    var now = new AtomicReference<>(RECEIVED);
    InstantSource clock = now::get;
    var seldom = new Seldom(clock);
    assertThat(seldom.now()).isTrue();
    now.set(RECEIVED.plusSeconds(59));
    assertThat(seldom.now()).isFalse();
    now.set(RECEIVED.plusSeconds(60));
    assertThat(seldom.now()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"push,application/octet-stream,BLOB", "push,,BLOB", "mount,application/octet-stream,MOUNT",
      "retag,application/vnd.oci.image.manifest.v1+json,UNKNOWN_TYPE"})
  void what_is_no_push_of_a_manifest_is_ignored(String action, String mediaType, Kind kind) {
    JsonObject other = event("push").put("action", action);
    other.getJsonObject("target").put("mediaType", mediaType);
    assertThat(read(other).kinds()).containsExactly(kind);
  }

  @Test
  void a_chart_or_another_artifact_is_known_by_what_it_refers_to() {
    JsonObject chart = event("push");
    chart.getJsonObject("target").getJsonArray("references").getJsonObject(0).put("mediaType",
        "application/vnd.cncf.helm.config.v1+json");
    assertThat(read(chart).kinds()).containsExactly(Kind.ARTIFACT);
    JsonObject signature = event("signature-push");
    signature.getJsonObject("target").put("tag", "1.0.0");
    assertThat(read(signature).kinds()).containsExactly(Kind.ARTIFACT);
    JsonObject silent = event("push");
    silent.getJsonObject("target").remove("references");
    assertThat(read(silent).kinds()).containsExactly(Kind.PUSH);
  }

  @Test
  void another_host_counts_only_where_it_is_listed() {
    JsonObject elsewhere = event("push");
    elsewhere.getJsonObject("request").put("host", "registry.internal:5000");
    assertThat(read(elsewhere).kinds()).containsExactly(Kind.OTHER_HOST);
  }
}
