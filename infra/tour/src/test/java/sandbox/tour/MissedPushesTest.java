package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sandbox.AppOptions;
import sandbox.platform.Mood;

/**
 * The webhook is cut off while three images are pushed. One app's registry is only looked at by its tags, the other's only
 * through its delivery log.
 */
class MissedPushesTest {
  private static final String BY_TAGS = "lookedat";
  private static final String BY_LOG = "readfrom";

  @Test
  void three_pushes_that_no_webhook_delivered_are_found_and_only_the_newest_is_deployed() throws Exception {
    try (Street street = new Street()) {
      var _ = street.image("v1", "healthy").nameOnly("v2").nameOnly("v3").image("v4", "healthy");
      street.grantedSelfTest().registry(BY_TAGS, "{interval: 1s, images: false}").registry(BY_LOG,
          "{interval: 1s, tags: false, images: false, selfTest: 1s, pingWithin: 500ms, webhooks: ['WEBHOOK']}");
      for (String registry : List.of(BY_TAGS, BY_LOG)) {
        var _ = street.app(registry, "app-" + registry, AppOptions.defaults().withMood(Mood.usual())
            .withLinuxFxVersion(street.linuxFxVersion("v1")), "act", "tag: " + registry);
        street.quietly(registry, "v1");
      }
      street.open();
      awaitMetric(street, rounds(BY_TAGS));
      awaitMetric(street, rounds(BY_LOG)); // what is there is known now, and no rollout came of it
      assertThat(street.api().rollouts("app-" + BY_TAGS)).isEmpty();

      cutOff(street);
      for (String image : List.of("v2", "v3", "v4")) {
        street.push(BY_TAGS, image);
        street.push(BY_LOG, image);
      }

      JsonObject byTags = street.api().await("app-" + BY_TAGS, 0, "healthy", Street.PATIENCE);
      assertThat(byTags.getString("cause")).as(byTags.encodePrettily()).isEqualTo("reconcile");
      JsonObject _ = street.api().await("app-" + BY_LOG, 0, "healthy", Street.PATIENCE);
      assertThat(deliveries(street)).hasSize(3).allSatisfy(
          delivery -> assertThat(delivery.getString("receiver")).isEqualTo("acr-log"));
      for (String registry : List.of(BY_TAGS, BY_LOG)) {
        assertThat(street.patches("app-" + registry)).as(registry).isEqualTo(1);
        assertThat(street.sandbox().app("app-" + registry).orElseThrow().linuxFxVersion()).isEqualTo(
            street.linuxFxVersion("v4"));
      }
      assertThat(street.metrics()).contains(
          "relay_missed_pushes_total{by=\"log\",registry=\"" + BY_LOG + "\"} 6.0", // the other app's tag is in this log too
          "relay_missed_pushes_total{by=\"tags\",registry=\"" + BY_TAGS + "\"} 1.0");

      awaitMetric(street, pingLost(1));
      street.sandbox().registry().webhook(BY_LOG).orElseThrow().reconnect();
      awaitMetric(street, pingLost(0));
    }
  }

  private static void cutOff(Street street) {
    Stream.of(BY_TAGS, BY_LOG).forEach(name -> street.sandbox().registry().webhook(name).orElseThrow().cutOff());
  }

  private static String rounds(String registry) {
    return "relay_reconcile_rounds_total{outcome=\"whole\",registry=\"" + registry + "\"}";
  }

  private static String pingLost(int value) {
    return "relay_webhook_fault{fault=\"ping-lost\",registry=\"" + BY_LOG + "\"} " + value;
  }

  /** The pushes of the tag that the app follows whose log is read, whatever receiver they came through. */
  private static List<JsonObject> deliveries(Street street) throws Exception {
    return street.api().get("/api/v1/deliveries?limit=50").getJsonArray("deliveries").stream()
        .map(JsonObject.class::cast).filter(delivery -> delivery.getString("registry").equals(BY_LOG)
            && delivery.getJsonArray("pushes").encode().contains("\"tag\":\"" + BY_LOG + "\""))
        .toList();
  }

  private static void awaitMetric(Street street, String line) throws Exception {
    String _ = Asking.until(street::metrics, scrape -> scrape.contains(line));
  }
}
