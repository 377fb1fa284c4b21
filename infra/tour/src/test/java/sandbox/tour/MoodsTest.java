package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static sandbox.arm.ArmOperation.GET_CONFIG;
import static sandbox.arm.ArmOperation.PATCH_CONFIG;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sandbox.AppOptions;
import sandbox.SandboxApp;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;
import sandbox.platform.Mood;
import sandbox.registry.Faults;

/** Each mood of the platform and each fault of ARM, with the end that a rollout in it must have. */
class MoodsTest {
  private static final Mood QUICK = Mood.usual().startTimeLimit(Duration.ofSeconds(20)).retry(Duration.ofMillis(300),
      Duration.ofMillis(600));
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static Street street;
  private static final String VAULT_READER = "11111111-2222-4333-8444-555555555555";
  private static final String VAULT = "@Microsoft.KeyVault(VaultName=kv;SecretName=key)";

  /**
   * One row: an app that runs v1, what is done to it, the image that is pushed, and the end.
   *
   * @param blame empty when there is none
   * @param writes how many PATCHes ARM may have seen; -1 when that is open
   */
  private record Row(String name, Mood mood, Consumer<SandboxApp> trouble, String image, String state, String blame,
      boolean rejected, String serves, int writes) {}

  private static void nothing(SandboxApp app) {}

  private static Row good(String name, Mood mood, Consumer<SandboxApp> trouble, int writes) {
    return new Row(name, mood, trouble, "v2", "healthy", "", false, "v2", writes);
  }

  private static Row bad(String name, Mood mood, String image, String blame) {
    return new Row(name, mood, MoodsTest::nothing, image, "rolled-back", blame, blame.equals("image"), "v1", 2);
  }

  private static Row refused(String name, Mood mood, String image) {
    return new Row(name, mood, MoodsTest::nothing, image, "refused", "", false, "v1", 0);
  }

  private static Faults registry() {
    return street.sandbox().registry().faults();
  }

  private static Consumer<SandboxApp> fault(Match match, Fault fault) {
    return app -> {
      var _ = street.sandbox().arm().faults().plant(match.site(app.id().name()), fault);
    };
  }

  private static final List<Row> ROWS = List.of(
      good("overlap", QUICK, MoodsTest::nothing, 1), good("stop-first", QUICK.stopFirst(), MoodsTest::nothing, 1),
      good("mixed-answers", QUICK.mixed(SECOND), MoodsTest::nothing, 1),
      good("two-instances", QUICK.instances(2), MoodsTest::nothing, 1),
      good("error-page-503", QUICK.errorPage(503, SECOND), MoodsTest::nothing, 1),
      good("error-page-502", QUICK.errorPage(502, SECOND), MoodsTest::nothing, 1),
      good("stale-reads", QUICK.staleReads(SECOND), MoodsTest::nothing, 1),
      good("slow-pull", QUICK.slowPull(SECOND), MoodsTest::nothing, 1),
      good("conflict-409", QUICK, fault(Match.on(PATCH_CONFIG).times(2), Fault.conflict()), 3),
      good("throttled-429", QUICK, fault(Match.on(PATCH_CONFIG), Fault.tooManyRequests(SECOND)), 2),
      good("outage-503", QUICK, fault(Match.on(PATCH_CONFIG).times(2), Fault.outage(503)), 3),
      good("outage-of-reads", QUICK, fault(Match.on(GET_CONFIG).times(2), Fault.outage(500)), 1),
      good("slow-answer", QUICK, fault(Match.on(PATCH_CONFIG), Fault.slow(SECOND)), 1),
      good("lost-answer", QUICK, fault(Match.on(PATCH_CONFIG), Fault.lostAnswer()), 1),
      good("accepted-202", QUICK, fault(Match.on(PATCH_CONFIG), Fault.accepted()), 1),
      good("silent-once", QUICK, fault(Match.on(PATCH_CONFIG), Fault.silent()), 2),
      good("instances-by-cookie", QUICK.instances(2), MoodsTest::nothing, 1),
      new Row("registry-replicating", QUICK, _ -> registry().missing(street.digest("late"), 3), "late", "healthy", "",
          false, "late", 1),
      new Row("registry-wrong-bytes", QUICK, _ -> registry().corrupt(street.digest("rotten")), "rotten", "refused", "",
          false, "v1", 0),
      bad("pull-refused", QUICK.pullRefused(true), "v2", "environment"),
      bad("crash", QUICK, "crash", "image"),
      bad("never-listens", QUICK.startTimeLimit(Duration.ofSeconds(2)), "mute", "image"),
      bad("unwell", QUICK, "unwell", "image"),
      bad("crash-and-old-gone", QUICK.oldGoneAfterFailedStart(true), "crash", "image"),
      bad("unwell-while-soaking", QUICK, "flapping", "image"),
      new Row("vault-denied", QUICK, _ -> street.sandbox().vault().revoke("kv", VAULT_READER), "v2", "rolled-back",
          "environment", false, "v1", 2),
      new Row("write-forbidden", QUICK, fault(Match.on(PATCH_CONFIG).always(),
          Fault.forbidden("Microsoft.Web/sites/config/write")), "v2", "refused", "", false, "v1", -1),
      new Row("changed-by-someone-else", QUICK, fault(Match.on(PATCH_CONFIG),
          Fault.foreignChange("DOCKER|mcr.microsoft.com/appsvc/staticsite:latest")), "v2", "stuck", "", false, "", 1),
      refused("cannot-be-seen-403", QUICK.accessRestricted(true), "v2"), refused("stopped", QUICK.stopped(true), "v2"),
      refused("same-revision", QUICK, "same"));

  private static final List<Future<End>> ENDS = new ArrayList<>();

  @BeforeAll
  static void play() throws Exception {
    street = new Street().image("v1", "healthy").image("v2", "healthy").image("crash", "crash").image("mute", "mute")
        .image("unwell", "unwell").image("same", "revision-v1", "healthy", Map.of("BUILD", "second"))
        .image("late", "healthy").image("rotten", "healthy")
        .image("flapping", "revision-flapping", "flapping", Map.of("SAMPLE_GOOD_ANSWERS", "4"));
    street.sandbox().vault().put("kv", "key", "a-secret-of-the-test");
    street.sandbox().vault().grant("kv", VAULT_READER);
    List<SandboxApp> apps = new ArrayList<>();
    for (Row row : ROWS) {
      AppOptions options = AppOptions.defaults().withLinuxFxVersion(street.linuxFxVersion("v1"))
          .withMood(QUICK.instances(row.mood().start().instances()));
      if (row.name().startsWith("vault")) {
        options = options.withIdentity(VAULT_READER).withSetting("SECRET_KEY", VAULT);
      }
      boolean byCookie = row.name().equals("instances-by-cookie");
      apps.add(street.app(row.name(), options.withAffinity(byCookie), "act", "tag: " + row.name()
          + (byCookie ? "\nproof: {instance: {cookie: ARRAffinity}}" : "")));
    }
    street.open();
    try (ExecutorService hands = Executors.newFixedThreadPool(6)) { // so many rollouts side by side
      for (int i = 0; i < ROWS.size(); i++) {
        Row row = ROWS.get(i);
        SandboxApp app = apps.get(i);
        ENDS.add(hands.submit(() -> roll(row, app)));
      }
    }
  }

  /** How a row ended, and how many writes ARM had seen of it by then. */
  private record End(JsonObject rollout, long writes) {}

  private static End roll(Row row, SandboxApp app) throws Exception {
    app.awaitServing(body -> body.contains("revision-v1"), Street.PATIENCE);
    app.mood(row.mood());
    row.trouble().accept(app);
    street.push(row.name(), row.image());
    JsonObject rollout = street.api().awaitSettled(row.name(), 0, Street.PATIENCE);
    return new End(rollout, street.patches(row.name()));
  }

  @AfterAll
  static void end() throws Exception {
    street.close();
  }

  @TestFactory
  Stream<DynamicTest> each_mood_and_fault_has_its_end() {
    return ROWS.stream().map(row -> dynamicTest(row.name(), () -> check(row, ENDS.get(ROWS.indexOf(row)).get())));
  }

  private static void check(Row row, End end) throws Exception {
    JsonObject rollout = end.rollout();
    assertThat(rollout.getString("state")).as(rollout.encodePrettily()).isEqualTo(row.state());
    if (!row.blame().isEmpty()) {
      assertThat(rollout.getString("blame")).as(rollout.encodePrettily()).isEqualTo(row.blame());
    }
    if (row.state().equals("healthy")) {
      assertThat(rollout.getJsonObject("evidence").getString("grade")).isEqualTo("proven");
    }
    JsonObject app = street.api().get("/api/v1/apps/" + row.name());
    assertThat(app.getJsonArray("rejected").isEmpty()).as("rejected: %s", app).isEqualTo(!row.rejected());
    if (row.writes() >= 0) {
      assertThat(end.writes()).as("writes").isEqualTo(row.writes());
    }
    if (!row.serves().isEmpty()) {
      SandboxApp house = street.sandbox().app(row.name()).orElseThrow();
      assertThat(house.linuxFxVersion()).isEqualTo(street.linuxFxVersion(row.serves()));
      boolean shut = row.mood().front().accessRestricted() || row.mood().front().stopped();
      if (!shut) {
        assertThat(house.awaitServing(body -> body.contains("revision-" + row.serves()), Street.PATIENCE)).isNotEmpty();
      }
    }
  }

  @Test
  void the_metrics_tell_a_rollback_as_a_failure() throws Exception {
    String scrape = street.metrics();
    Files.writeString(Path.of("target", "scrape.txt"), scrape); // linted by promtool where there is one
    assertThat(scrape)
        .contains("relay_rollouts_total{app=\"unwell\",cause=\"push\",outcome=\"rolled-back\"} 1.0",
            "relay_rollouts_total{app=\"overlap\",cause=\"push\",outcome=\"healthy\"} 1.0",
            "relay_pushes_total{outcome=\"rollout\",registry=\"sandbox\"}",
            "relay_evidence_total{app=\"overlap\",grade=\"proven\"} 1.0", "relay_arm_requests_total{")
        .doesNotContain("sha256");
  }

  @Test
  void ends_good_and_bad_are_announced_under_a_signature() throws Exception {
    Receiver.Message back = announced("relay.rollout.rolled-back", "unwell");
    assertThat(back.event().getJsonObject("data").getString("blame")).isEqualTo("image");
    Files.writeString(Path.of("target", "notification.json"), // verified by an implementation of another make where there is one
        back.file(street.receiver().secret()).encode());
    for (String[] end : new String[][]{{"healthy", "overlap"}, {"refused", "stopped"},
        {"stuck", "changed-by-someone-else"}}) {
      assertThat(announced("relay.rollout." + end[0], end[1]).headers()).containsKeys("webhook-id", "webhook-timestamp",
          "webhook-signature");
    }
  }

  private static Receiver.Message announced(String type, String app) throws InterruptedException {
    return street.receiver().await(message -> type.equals(message.event().getString("type"))
        && app.equals(message.event().getString("subject")), Street.PATIENCE).orElseThrow();
  }
}
