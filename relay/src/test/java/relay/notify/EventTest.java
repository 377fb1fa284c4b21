package relay.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.Repository;
import relay.rollout.record.Announcement;

class EventTest {
  private static final PinnedImage IMAGE = new Repository("shop.azurecr.io", "reviews").at(Digest.of(new byte[]{1}));
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void drift_concerns_an_app_and_no_rollout() {
    var drift = new Announcement(new AppName("web"), START,
        new Announcement.Subject.DriftFound(ConfiguredImage.of(IMAGE), new ConfiguredImage("DOCKER|x.example/y:1")));

    var event = new JsonObject(Event.of(new Outbox.Waiting(1, drift, 0), "/relay").body());

    assertThat(event.getString("type")).isEqualTo("relay.app.drift");
    assertThat(event.getJsonObject("data").containsKey("rollout")).isFalse();
  }
}
