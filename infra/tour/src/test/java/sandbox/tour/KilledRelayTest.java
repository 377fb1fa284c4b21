package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sandbox.AppOptions;
import sandbox.platform.Mood;

/** SIGKILL while a rollout is being proven: the next relay ends it as it should, without a second change. */
class KilledRelayTest {
  @Test
  void a_rollout_that_was_being_proven_is_resumed_without_a_second_write() throws Exception {
    try (Street street = new Street().image("v1", "healthy")
        .image("slow", "revision-slow", "slow", Map.of("SAMPLE_DELAY_MS", "4000")).image("unwell", "unwell")) {
      Mood mood = Mood.usual();
      for (String app : new String[]{"to-be-healthy", "to-be-restored"}) {
        var _ = street.app(app, AppOptions.defaults().withLinuxFxVersion(street.linuxFxVersion("v1")).withMood(mood),
            "act");
      }
      street.open();
      street.push("to-be-healthy", "slow");
      street.push("to-be-restored", "unwell");
      JsonObject _ = street.api().await("to-be-healthy", 0, "proving", Street.PATIENCE);
      JsonObject _ = street.api().await("to-be-restored", 0, "proving", Street.PATIENCE);
      street.relay().kill();
      street.open();
      JsonObject healthy = street.api().awaitSettled("to-be-healthy", 0, Street.PATIENCE);
      assertThat(healthy.getString("state")).as(healthy.encodePrettily()).isEqualTo("healthy");
      assertThat(street.patches("to-be-healthy")).isEqualTo(1);
      JsonObject restored = street.api().awaitSettled("to-be-restored", 0, Duration.ofMinutes(1));
      assertThat(restored.getString("state")).as(restored.encodePrettily()).isEqualTo("rolled-back");
      assertThat(street.patches("to-be-restored")).isEqualTo(2);
      assertThat(street.api().rollouts("to-be-healthy")).hasSize(1);
    }
  }
}
