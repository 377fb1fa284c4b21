package relay.intake.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.intake.Fixtures.codes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.intake.Fixtures;
import relay.intake.ParsedDelivery;
import relay.intake.ParsedDelivery.Keep;
import relay.intake.SourceRegistry;

class DistributionEventReaderTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-22T10:00:00Z");
  private static final SourceRegistry ORIGIN = new SourceRegistry("laptop", "127.0.0.1:5000");

  private static JsonObject event(String fixture) {
    return new JsonObject(Fixtures.text("distribution-notification-" + fixture)).getJsonArray("events")
        .getJsonObject(0);
  }

  private static ParsedDelivery read(JsonObject... events) {
    var list = new JsonArray();
    for (JsonObject event : events) {
      list.add(event);
    }
    return DistributionEventReader.read(new JsonObject().put("events", list).encode().getBytes(StandardCharsets.UTF_8),
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
    assertThat(codes(read(pull("relay"), pull("relay")))).containsOnly("own-pull");
    assertThat(read(pull("skopeo/1.9.3"), pull("relay")).keep()).isEqualTo(Keep.SELDOM);
    assertThat(read(pull("relay"), event("push")).keep()).isEqualTo(Keep.ALWAYS);
    assertThat(read(event("delete-tag")).keep()).isEqualTo(Keep.ALWAYS);
  }

  @ParameterizedTest
  @CsvSource({"push,application/octet-stream,blob", "push,,blob", "mount,application/octet-stream,mount",
      "retag,application/vnd.oci.image.manifest.v1+json,unknown-action"})
  void what_is_no_push_of_a_manifest_is_ignored(String action, String mediaType, String code) {
    JsonObject other = event("push").put("action", action);
    other.getJsonObject("target").put("mediaType", mediaType);
    assertThat(codes(read(other))).containsExactly(code);
  }

  @Test
  void a_chart_or_another_artifact_is_known_by_what_it_refers_to() {
    JsonObject chart = event("push");
    chart.getJsonObject("target").getJsonArray("references").getJsonObject(0).put("mediaType",
        "application/vnd.cncf.helm.config.v1+json");
    assertThat(codes(read(chart))).containsExactly("artifact");
    JsonObject signature = event("signature-push");
    signature.getJsonObject("target").put("tag", "1.0.0");
    assertThat(codes(read(signature))).containsExactly("artifact");
    JsonObject silent = event("push");
    silent.getJsonObject("target").remove("references");
    assertThat(codes(read(silent))).containsExactly("push");
  }

  @Test
  void another_host_counts_only_where_it_is_listed() {
    JsonObject elsewhere = event("push");
    elsewhere.getJsonObject("request").put("host", "registry.internal:5000");
    assertThat(codes(read(elsewhere))).containsExactly("other-host");
  }
}
