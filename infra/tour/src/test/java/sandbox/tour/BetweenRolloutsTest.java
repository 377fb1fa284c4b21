package sandbox.tour;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import sandbox.AppOptions;
import sandbox.platform.Mood;
import sandbox.registry.ImageSpec;
import sandbox.registry.Registry.Events;

/**
 * What somebody does while a release that will never answer is being proven, by the real command line: whatever it is, the
 * app ends on its rollback target, and what the API calls live is what ARM has configured.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BetweenRolloutsTest {
  private static final String NOWHERE = "sha256:" + "0".repeat(64);
  private static final Map<String, Future<List<CommandLine.End>>> ENDS = new LinkedHashMap<>();
  private static Street street;
  private static LiveWatch watch;

  /** What is done to the app of this name while its rollout is being proven. */
  private interface Deed {
    List<CommandLine.End> act(String app, CommandLine relay) throws Exception;
  }

  private static final Map<String, Deed> DEEDS = Map.of(
      "deploy-again", (app, relay) -> List.of(
          relay.run("deploy", app, "--digest", street.digest("mute"), "--reason", "again", "--wait")),
      "typo", (app, relay) -> List.of(
          relay.run("deploy", app, "--tag", "no-such-tag", "--reason", "typo", "--wait"),
          relay.run("deploy", app, "--digest", NOWHERE, "--reason", "typo", "--wait")),
      "adopt", (app, relay) -> List.of(relay.run("adopt", app, "--reason", "mine", "--wait")),
      "rollback", (app, relay) -> List.of(
          relay.run("rollback", app, "--reason", "broken", "--wait"),
          relay.run("rollback", app, "--reason", "is it back?", "--wait")),
      "chart", (app, relay) -> {
        street.sandbox().registry().put(Street.REPOSITORY, Optional.of(app), ImageSpec.helmChart(app, "1.0.0"),
            Events.RAISED);
        return List.of();
      });

  @BeforeAll
  static void play() throws Exception {
    street = new Street().image("v1", "healthy").image("mute", "mute").image("unwell", "unwell")
        .image("slow", "revision-slow", "slow", Map.of("SAMPLE_DELAY_MS", "4000"));
    AppOptions options = AppOptions.defaults().withLinuxFxVersion(street.linuxFxVersion("v1"))
        .withMood(Mood.usual().startTimeLimit(Duration.ofMinutes(5)));
    List<String> apps = new ArrayList<>(DEEDS.keySet());
    apps.addAll(List.of("away-good", "away-bad"));
    for (String app : apps) {
      var _ = street.app(app, options, "act");
    }
    street.open();
    watch = new LiveWatch(street, DEEDS.keySet());
    ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    DEEDS.forEach((app, deed) -> ENDS.put(app, hands.submit(() -> {
      street.push(app, "mute");
      JsonObject _ = street.api().await(app, 0, "proving", Street.PATIENCE);
      List<CommandLine.End> ends = deed.act(app, new CommandLine(street.relay().port()));
      Asking.until(() -> street.api().rollouts(app), all -> all.stream().map(JsonObject.class::cast)
          .allMatch(rollout -> rollout.getBoolean("settled")));
      return ends;
    })));
    hands.shutdown();
  }

  @AfterAll
  static void stop() throws Exception {
    if (watch != null) {
      watch.stop();
    }
    if (street != null) {
      street.close();
    }
  }

  /** The ends of the commands, once everything is over and the app is seen to be back. */
  private static List<CommandLine.End> ends(String app) throws Exception {
    List<CommandLine.End> ends = requireNonNull(ENDS.get(app), app).get();
    isBack(app);
    return ends;
  }

  private static void isBack(String app) throws Exception {
    JsonObject first = first(app);
    assertThat(first.getString("state")).as(first.encodePrettily()).isEqualTo("rolled-back");
    assertThat(street.sandbox().app(app).orElseThrow().linuxFxVersion()).isEqualTo(street.linuxFxVersion("v1"));
    assertThat(street.patches(app)).as("there and back").isEqualTo(2);
    assertThat(street.api().get("/api/v1/apps/" + app).getString("live")).isEqualTo(street.digest("v1"));
  }

  private static JsonObject first(String app) throws Exception {
    return street.api().rollouts(app).stream().map(JsonObject.class::cast).reduce((_, older) -> older).orElseThrow();
  }

  private static List<String> states(String app) throws Exception {
    return street.api().rollouts(app).stream().map(JsonObject.class::cast)
        .map(rollout -> rollout.getString("state")).toList().reversed();
  }

  @Test
  @Order(1)
  void the_same_deploy_again_joins_the_rollout_and_ends_as_it_does() throws Exception {
    List<CommandLine.End> ends = ends("deploy-again");
    assertThat(ends).singleElement().satisfies(end -> assertThat(end.code()).as(end.output()).isEqualTo(5));
    assertThat(states("deploy-again")).containsExactly("rolled-back");
  }

  @Test
  @Order(1)
  void a_typo_is_refused_and_leaves_the_rollout_alone() throws Exception {
    List<CommandLine.End> ends = ends("typo");
    assertThat(ends).allSatisfy(end -> assertThat(end.code()).as(end.output()).isEqualTo(7));
    assertThat(states("typo")).containsExactly("rolled-back", "refused", "refused");
  }

  @Test
  @Order(1)
  void an_adopt_does_not_let_go_of_the_broken_image() throws Exception {
    List<CommandLine.End> ends = ends("adopt");
    assertThat(ends).singleElement().satisfies(end -> assertThat(end.code()).as(end.output()).isEqualTo(9));
    assertThat(states("adopt")).containsExactly("rolled-back", "unchanged");
  }

  @Test
  @Order(1)
  void a_rollback_ends_the_rollout_on_its_target_and_a_second_one_goes_no_further_back() throws Exception {
    List<CommandLine.End> ends = ends("rollback");
    assertThat(ends.getFirst().code()).as(ends.getFirst().output()).isZero();
    assertThat(ends.getLast().code()).as(ends.getLast().output()).isIn(0, 4, 9);
    assertThat(street.sandbox().app("rollback").orElseThrow().linuxFxVersion()).isEqualTo(street.linuxFxVersion("v1"));
  }

  @Test
  @Order(1)
  void a_chart_under_the_same_tag_changes_nothing() throws Exception {
    assertThat(ends("chart")).isEmpty();
    assertThat(states("chart").subList(1, states("chart").size())).allMatch("refused"::equals);
  }

  @Test
  @Order(2)
  void what_the_api_calls_live_was_configured_at_every_look() throws Exception {
    for (Future<List<CommandLine.End>> ends : ENDS.values()) {
      var _ = ends.get();
    }
    watch.stop();
    assertThat(watch.looks()).isGreaterThan(DEEDS.size());
    assertThat(watch.untruths()).isEmpty();
  }

  @Test
  @Order(3)
  void a_relay_that_was_away_for_longer_than_the_deadline_blames_no_good_image_and_puts_a_bad_one_back()
      throws Exception {
    street.push("away-good", "slow");
    street.push("away-bad", "unwell");
    JsonObject _ = street.api().await("away-good", 0, "proving", Street.PATIENCE);
    JsonObject _ = street.api().await("away-bad", 0, "proving", Street.PATIENCE);
    street.relay().kill();
    Instant back = Instant.now().plusSeconds(25); // the deadline is 20 s
    Asking.until(Instant::now, now -> now.isAfter(back));
    street.open();
    JsonObject good = street.api().awaitSettled("away-good", 0, Street.PATIENCE);
    assertThat(good.getString("state")).as(good.encodePrettily()).isEqualTo("healthy");
    assertThat(street.patches("away-good")).isEqualTo(1);
    JsonObject _ = street.api().awaitSettled("away-bad", 0, Street.PATIENCE);
    isBack("away-bad");
    assertThat(first("away-bad").getString("blame")).isEqualTo("image");
  }
}
