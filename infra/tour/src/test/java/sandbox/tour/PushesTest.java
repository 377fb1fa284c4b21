package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sandbox.AppOptions;
import sandbox.platform.Mood;
import sandbox.registry.Faults;
import sandbox.registry.Registry.Events;

/** Pushes out of the ordinary: what nobody holds, what is only observed, what comes back, comes often or cannot be looked up. */
class PushesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static Street street;

  @BeforeAll
  static void open() throws Exception {
    street = new Street().image("v1", "healthy").image("v2", "healthy").image("unwell", "unwell");
    Mood quick = Mood.usual().startTimeLimit(Duration.ofSeconds(20)).retry(Duration.ofMillis(300),
        Duration.ofMillis(600));
    AppOptions ordinary = AppOptions.defaults().withLinuxFxVersion(street.linuxFxVersion("v1")).withMood(quick);
    var _ = street.app("unknown-digest", ordinary, "act");
    var _ = street.app("only-observed", ordinary, "observe");
    var _ = street.app("retagged", ordinary, "act");
    var _ = street.app("by-version", ordinary, "act", "versions: {range: '>=1'}");
    var _ = street.app("out-of-reach", ordinary, "act");
    street.quietly("tag-at-first-sight", "v1");
    var _ = street.app("tag-at-first-sight", ordinary.withLinuxFxVersion(
        "DOCKER|" + street.sandbox().registry().host() + "/" + Street.REPOSITORY + ":tag-at-first-sight"), "act");
    street.open();
  }

  @AfterAll
  static void end() throws Exception {
    street.close();
  }

  @Test
  void a_digest_that_the_registry_does_not_hold_is_refused_without_a_write() throws Exception {
    street.push("unknown-digest", "v2");
    JsonObject live = street.api().awaitSettled("unknown-digest", 0, Street.PATIENCE);
    assertThat(live.getString("state")).as(live.encodePrettily()).isEqualTo("healthy");
    long before = street.patches("unknown-digest");
    String unknown = "sha256:" + "0".repeat(64);
    assertThat(street.tell("unknown-digest", unknown)).isEqualTo(202);
    JsonObject rollout = awaitWanted("unknown-digest", unknown);
    assertThat(rollout.getString("state")).isEqualTo("refused");
    assertThat(rollout.getString("code")).isEqualTo("not-in-registry");
    assertThat(street.patches("unknown-digest")).isEqualTo(before);
  }

  @Test
  void an_observed_app_is_not_written_and_the_record_says_what_would_have_been_done() throws Exception {
    street.push("only-observed", "v2");
    JsonObject rollout = street.api().awaitSettled("only-observed", 0, Street.PATIENCE);
    assertThat(rollout.getString("state")).isEqualTo("unchanged");
    assertThat(rollout.getString("code")).isEqualTo("observed");
    assertThat(street.patches("only-observed")).isZero();
  }

  @Test
  void a_tag_at_first_sight_is_a_baseline_and_its_digest_the_way_back() throws Exception {
    assertThat(street.patches("tag-at-first-sight")).isZero();
    street.push("tag-at-first-sight", "unwell");
    JsonObject rollout = street.api().awaitSettled("tag-at-first-sight", 0, Street.PATIENCE);
    assertThat(rollout.getString("state")).as(rollout.encodePrettily()).isEqualTo("rolled-back");
    assertThat(street.sandbox().app("tag-at-first-sight").orElseThrow().linuxFxVersion())
        .isEqualTo(street.linuxFxVersion("v1"));
  }

  @Test
  void retagging_the_older_image_rolls_back_and_ten_repeats_are_one_rollout() throws Exception {
    String app = "retagged";
    street.push(app, "v2");
    JsonObject first = street.api().awaitSettled(app, 0, Street.PATIENCE);
    assertThat(first.getString("state")).as(first.encodePrettily()).isEqualTo("healthy");
    street.quietly(app, "v1");
    try (ExecutorService senders = Executors.newFixedThreadPool(10)) {
      for (int i = 0; i < 10; i++) {
        var _ = senders.submit(() -> street.tell(app, street.digest("v1")));
      }
    }
    JsonObject rollout = street.api().awaitSettled(app, first.getLong("id"), Street.PATIENCE);
    assertThat(rollout.getString("state")).as(rollout.encodePrettily()).isEqualTo("healthy");
    assertThat(street.tell(app, street.digest("v1"))).isEqualTo(202); // and once more when it is live
    assertThat(street.api().rollouts(app)).hasSize(2);
    assertThat(street.sandbox().app(app).orElseThrow().linuxFxVersion()).isEqualTo(street.linuxFxVersion("v1"));
  }

  @Test
  void ten_events_at_once_of_one_image_under_two_tags_are_one_rollout() throws Exception {
    for (String tag : List.of("1.2.0", "v1.2.0")) {
      street.sandbox().registry().tag(Street.REPOSITORY, street.digest("v2"), tag, Events.NONE);
    }
    try (ExecutorService senders = Executors.newFixedThreadPool(10)) {
      for (int i = 0; i < 10; i++) {
        String tag = i % 2 == 0 ? "1.2.0" : "v1.2.0";
        var _ = senders.submit(() -> street.tell(tag, street.digest("v2")));
      }
    }
    JsonObject rollout = street.api().awaitSettled("by-version", 0, Street.PATIENCE);
    assertThat(rollout.getString("state")).as(rollout.encodePrettily()).isEqualTo("healthy");
    assertThat(street.api().rollouts("by-version")).hasSize(1);
    assertThat(street.patches("by-version")).isEqualTo(1);
  }

  @Test
  void a_registry_that_denies_the_relay_or_throttles_it_costs_no_write_and_the_latter_no_rollout() throws Exception {
    String app = "out-of-reach";
    registry().refusePulls(true);
    assertThat(street.tell(app, street.digest("v2"))).isEqualTo(202);
    JsonObject denied = street.api().awaitSettled(app, 0, Street.PATIENCE);
    assertThat(denied.getString("state")).as(denied.encodePrettily()).isEqualTo("refused");
    assertThat(denied.getString("why")).startsWith("the registry could not be asked");
    assertThat(street.patches(app)).isZero();
    registry().clear();
    registry().throttle(Faults.Where.MANIFEST, 1, SECOND);
    registry().drop(Faults.Where.MANIFEST, 1);
    street.push(app, "v2");
    JsonObject rollout = street.api().awaitSettled(app, denied.getLong("id"), Street.PATIENCE);
    assertThat(rollout.getString("state")).as(rollout.encodePrettily()).isEqualTo("healthy");
    assertThat(street.patches(app)).isEqualTo(1);
  }

  private static Faults registry() {
    return street.sandbox().registry().faults();
  }

  /** The rollout that was asked to bring this digest, once it is settled. */
  private static JsonObject awaitWanted(String app, String digest) throws Exception {
    return Asking.until(() -> street.api().rollouts(app).stream().map(JsonObject.class::cast)
        .filter(rollout -> digest.equals(rollout.getString("digest")) && rollout.getBoolean("settled")).findFirst(),
        Optional::isPresent).orElseThrow();
  }
}
