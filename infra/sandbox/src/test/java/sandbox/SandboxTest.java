package sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sandbox.arm.SiteHost.Instance;
import sandbox.arm.SiteStatus;
import sandbox.image.ImageBuilder;
import sandbox.image.ImagePlan;
import sandbox.platform.Mood;
import sandbox.report.AppOutput;
import sandbox.report.Wording;

/** The whole sandbox with real images: pushed to the registry, pulled, unpacked and run as processes of this machine. */
class SandboxTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Mood QUICK = Mood.usual().ping(Duration.ofMillis(20))
      .retry(Duration.ofMillis(200), Duration.ofMillis(400)).stopLimit(Duration.ofSeconds(2));
  private static final ImageBuilder BUILDER = new ImageBuilder(Path.of("target", "images"));
  private static final Map<String, String> IMAGES = new ConcurrentHashMap<>();
  private static Sandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    sandbox = Sandbox.start(Options.defaults());
    for (String behaviour : List.of("crash", "liar", "mute", "unwell", "secretless")) {
      push(behaviour, behaviour);
    }
    push("v1", "healthy");
    push("v2", "healthy");
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
  }

  @Test
  void an_app_goes_from_the_placeholder_to_the_pinned_image() throws Exception {
    SandboxApp app = app("app-first", QUICK);
    app.awaitServing(body -> body.contains("waiting for your content"), SOON);
    app.change(image("v1"));
    app.awaitServing(body -> body.contains("revision v1"), SOON);
    assertThat(app.linuxFxVersion()).isEqualTo(image("v1")).contains("@sha256:");
    assertThat(health(app)).isEqualTo(new JsonObject().put("status", "ok").put("revision", "v1").put("instance",
        app.instances().getFirst().id()));
    assertThat(app.log()).contains("sample app, revision v1",
        "initialized successfully and is ready to serve requests");
  }

  @Test
  void the_pull_exchanges_the_identity_s_token_and_shows_none_to_the_storage() throws Exception {
    SandboxApp app = running("app-pull", QUICK, "v1");
    assertThat(app.log()).contains("Pull Image successful");
    assertThat(sandbox.registry().requests().entries()).extracting(entry -> entry.path()).contains("/oauth2/exchange",
        "/oauth2/token");
    assertThat(sandbox.registry().storageRequests().entries()).isNotEmpty()
        .noneMatch(entry -> entry.headers().containsKey("authorization"));
  }

  @Test
  void overlap_never_leaves_a_visitor_without_an_answer() throws Exception {
    SandboxApp app = running("app-overlap", QUICK, "v1");
    var statuses = new HashSet<Integer>();
    app.change(image("v2"));
    app.awaitAnswer("/", answer -> {
      statuses.add(answer.status());
      return answer.body().contains("revision v2");
    }, SOON);
    assertThat(statuses).containsExactly(200);
  }

  @Test
  void stop_first_leaves_a_gap() throws Exception {
    SandboxApp app = running("app-gap", QUICK.stopFirst(), "v1");
    app.change(image("v2"));
    app.awaitAnswer("/", answer -> answer.status() == 503, SOON);
    app.awaitServing(body -> body.contains("revision v2"), SOON);
  }

  @Test
  void a_crash_is_in_the_log_and_the_old_container_goes_on() throws Exception {
    SandboxApp app = running("app-crash", QUICK, "v1");
    app.change(image("crash"));
    app.awaitAnswer("/", _ -> app.log().contains("has exited, failing site start"), SOON);
    assertThat(app.log()).contains("ERROR cannot start: the sample app was built to crash");
    app.awaitServing(body -> body.contains("revision v1"), SOON);
  }

  @Test
  void a_mute_container_meets_the_start_limit() throws Exception {
    SandboxApp app = running("app-mute", QUICK, "v1");
    app.mood(QUICK.startTimeLimit(Duration.ofMillis(700)).oldGoneAfterFailedStart(true));
    app.change(image("mute"));
    app.awaitAnswer("/", answer -> answer.status() == 503, SOON);
    assertThat(app.log()).contains("didn't respond to HTTP pings on port");
  }

  @Test
  void an_app_can_print_the_sentences_of_the_platform_and_the_site_status_knows_better() throws Exception {
    SandboxApp app = running("app-liar", QUICK.wording(Wording.NEW).appOutput(AppOutput.MIXED), "v1");
    app.change(image("liar"));
    app.awaitServing(body -> body.contains("revision liar"), SOON);
    app.awaitSettled(SOON);
    assertThat(app.log()).containsPattern(
        "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z Site startup probe failed after 4 seconds\\.$");
    assertThat(app.statuses()).extracting(SiteStatus::state).containsExactly(SiteStatus.State.STARTED);
    assertThat(app.statuses()).extracting(SiteStatus::lastError).containsExactly(Optional.empty());
  }

  @Test
  void two_instances_report_ids_that_arm_knows() throws Exception {
    SandboxApp app = running("app-two", QUICK, "v1");
    app.scale(2);
    app.awaitSettled(SOON);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      seen.add(health(app).getString("instance"));
    }
    assertThat(seen).hasSize(2).isEqualTo(Set.copyOf(app.instances().stream().map(Instance::id).toList()));
  }

  @Test
  void old_and_new_answer_in_turns() throws Exception {
    SandboxApp app = running("app-mixed", QUICK.mixed(Duration.ofHours(1)), "v1");
    app.change(image("v2"));
    app.awaitServing(body -> body.contains("revision v2"), SOON);
    app.awaitServing(body -> body.contains("revision v1"), SOON);
    app.awaitServing(body -> body.contains("revision v2"), SOON);
  }

  @Test
  void an_identity_without_the_right_cannot_pull() throws Exception {
    SandboxApp app = app("app-norole", QUICK);
    sandbox.registry().revokePull(app.identity());
    app.change(image("v1"));
    app.awaitAnswer("/", _ -> app.log().contains("Image pull failed"), SOON);
    assertThat(app.log()).contains("unauthorized");
    sandbox.registry().grantPull(app.identity());
    app.awaitServing(body -> body.contains("revision v1"), SOON);
  }

  @Test
  void an_unresolved_reference_reaches_the_app_as_it_is() throws Exception {
    SandboxApp app = sandbox.createApp("app-vault", AppOptions.defaults().withMood(QUICK)
        .withSetting("SECRET_KEY", "@Microsoft.KeyVault(VaultName=kv-app;SecretName=key)"));
    app.change(image("secretless"));
    app.awaitAnswer("/healthz", answer -> answer.status() == 503 && answer.body().contains("SECRET_KEY"), SOON);
    sandbox.vault().put("kv-app", "key", "a-secret");
    sandbox.vault().grant("kv-app", app.identity());
    app.setting("ANOTHER", "value");
    app.awaitAnswer("/healthz", answer -> answer.status() == 200, SOON);
    assertThat(app.log()).doesNotContain("a-secret");
  }

  @Test
  void closing_leaves_no_process_and_no_folder_behind() throws Exception {
    Sandbox own = Sandbox.start(Options.defaults());
    String image = "DOCKER|" + own.registry().host() + "/sample@"
        + BUILDER.push(ImagePlan.sample("own", "mute"), own.registry().host(), "sample", "own");
    SandboxApp app = own.createApp("app-own",
        AppOptions.defaults().withMood(QUICK.instances(2)).withLinuxFxVersion(image));
    app.awaitAnswer("/", _ -> processes(own.folder()) == 2, SOON);
    own.close();
    assertThat(processes(own.folder())).isZero();
    assertThat(Files.exists(own.folder())).isFalse();
  }

  private static void push(String revision, String behaviour) throws Exception {
    String digest = BUILDER.push(ImagePlan.sample(revision, behaviour), sandbox.registry().host(), "sample", revision);
    IMAGES.put(revision, "DOCKER|" + sandbox.registry().host() + "/sample@" + digest);
  }

  private static String image(String revision) {
    return Objects.requireNonNull(IMAGES.get(revision));
  }

  private static SandboxApp app(String name, Mood mood) {
    return sandbox.createApp(name, AppOptions.defaults().withMood(mood));
  }

  private static SandboxApp running(String name, Mood mood, String image) throws Exception {
    SandboxApp app = sandbox.createApp(name,
        AppOptions.defaults().withMood(mood).withLinuxFxVersion(image(image)));
    app.awaitServing(body -> body.contains("revision " + image), SOON);
    return app;
  }

  private static JsonObject health(SandboxApp app) throws Exception {
    return new JsonObject(app.awaitAnswer("/healthz", _ -> true, SOON).body());
  }

  private static long processes(Path folder) {
    return ProcessHandle.current().descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString())).count();
  }
}
