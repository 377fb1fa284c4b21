package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static sandbox.arm.ArmOperation.GET_CONFIG;
import static sandbox.arm.ArmOperation.PATCH_CONFIG;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.app.WebApp.Switched;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.app.WritePermitLostException;
import relay.azure.arm.ErrorBodyTest;
import relay.azure.arm.SiteId;
import relay.image.PinnedImage;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;
import sandbox.wire.RequestLog;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageSwitchTest {
  private static final WritePermit PERMIT = () -> {};
  private static final String REPOSITORY = "crreviewsprod.azurecr.io/reviews/web";
  private static final ConfiguredImage OLD = new ConfiguredImage(
      "DOCKER|" + REPOSITORY + "@sha256:335f07f63d75567cb732ecc477bd5eabc331738710d69ccc1df8025562038711");
  private static final PinnedImage NEW = PinnedImage
      .parse(REPOSITORY + "@sha256:31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f").orElseThrow();
  private static final Set<ConfiguredImage> OLD_ONLY = Set.of(OLD);
  private static final String FOREIGN = "DOCKER|mcr.microsoft.com/appsvc/staticsite:latest";

  private World world;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void clearFaults() {
    world.arm.faults().clear();
    world.arm.grants().reset(World.IDENTITY);
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  @Test
  void a_deployment_is_one_patch_of_one_member_between_two_reads() throws Exception {
    var app = world.app(OLD.verbatim());
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.asked()).extracting(RequestLog.Entry::method).containsExactly("GET", "PATCH", "GET");
    assertThat(app.asked()).allSatisfy(entry -> {
      assertThat(entry.path()).isEqualTo(app.id.resourceId() + "/config/web");
      assertThat(entry.query()).isEqualTo("api-version=2025-03-01");
      assertThat(entry.headers()).containsEntry("accept", "application/json")
          .containsEntry("content-type", "application/json").containsKeys("authorization", "x-ms-client-request-id")
          .doesNotContainKey("if-match");
      assertThat(entry.headers().get("user-agent"))
          .startsWith("azsdk-java-com.azure.resourcemanager.appservice/2.54.1");
    });
    var json = new ObjectMapper();
    assertThat(json.readTree(app.writes().getFirst().body()))
        .isEqualTo(json.readTree(ErrorBodyTest.fixture("arm-config-web-patch-request.json")));
    assertThat(app.site.linuxFxVersion()).isEqualTo("DOCKER|" + NEW);
  }

  @Test
  void what_is_there_already_is_not_written_again_however_it_is_spelt() throws Exception {
    var app = world.app("Docker|CrReviewsProd.azurecr.io/reviews/web@" + NEW.digest());
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.AlreadyThere());
    assertThat(app.writes()).isEmpty();
  }

  @Test
  void somebody_elses_change_is_not_written_over() throws Exception {
    var app = world.app(FOREIGN);
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT))
        .isEqualTo(new Switched.ChangedBySomeoneElse(new ConfiguredImage(FOREIGN), false));
    assertThat(app.port().restore(new RollbackTarget.Pinned(NEW), Set.of(), PERMIT))
        .isEqualTo(new Switched.ChangedBySomeoneElse(new ConfiguredImage(FOREIGN), false));
    assertThat(app.writes()).isEmpty();
  }

  @Test
  void a_foreign_rollback_target_is_restored_to_the_letter() throws Exception {
    String placeholder = "Docker|MCR.microsoft.com/appsvc/staticsite:latest";
    var app = world.app("DOCKER|" + NEW);
    assertThat(app.port().restore(new RollbackTarget.Foreign(new ConfiguredImage(placeholder)),
        Set.of(ConfiguredImage.of(NEW)), PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.site.linuxFxVersion()).isEqualTo(placeholder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sitecontainers", "COMPOSE|dmVyc2lvbjogIjMi", "PYTHON|3.12", ""})
  void an_app_of_another_model_is_left_alone(String linuxFxVersion) {
    var app = world.app(linuxFxVersion);
    var trouble = trouble(app.port(), OLD_ONLY);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNEXPECTED);
    assertThat(trouble).hasMessageContaining("alone").hasMessageNotContaining("dmVyc2lvbjogIjMi");
    assertThat(app.writes()).isEmpty();
  }

  @Test
  void a_conflict_in_capitals_is_waited_out() throws Exception {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG).times(2), Fault.conflict());
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.writes()).extracting(RequestLog.Entry::status).containsExactly(409, 409, 200);
  }

  @Test
  void a_throttled_write_waits_as_long_as_azure_asks() throws Exception {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.tooManyRequests(Duration.ofSeconds(1)));
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.writes()).extracting(RequestLog.Entry::status).containsExactly(429, 200);
    assertThat(Duration.between(app.writes().getFirst().at(), app.writes().getLast().at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_wait_longer_than_the_time_there_is_ends_at_once() {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.tooManyRequests(Duration.ofMinutes(10)));
    var trouble = trouble(app.port(), OLD_ONLY);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("429 TooManyRequests").hasMessageContaining("600 s");
    assertThat(app.writes()).hasSize(1);
  }

  @Test
  void outages_are_tried_again_and_the_sdk_does_not_try_by_itself() throws Exception {
    var app = world.app(OLD.verbatim());
    var onReads = world.arm.faults().plant(Match.on(GET_CONFIG), Fault.outage(502));
    var onWrites = world.arm.faults().plant(Match.on(PATCH_CONFIG).times(2), Fault.outage(503));
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(onReads.hits()).isEqualTo(1);
    assertThat(onWrites.hits()).isEqualTo(2);
    assertThat(app.writes()).extracting(RequestLog.Entry::status).containsExactly(503, 503, 200);
  }

  @Test
  void a_lasting_outage_ends_within_the_tries() {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG).always(), Fault.outage(503));
    var trouble = trouble(app.port(), OLD_ONLY);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("503 ServiceUnavailable").hasMessageContaining("4 tries");
    assertThat(app.writes()).hasSize(4);
  }

  @Test
  void a_missing_right_is_named_and_not_asked_for_again() {
    var app = world.app(OLD.verbatim());
    world.arm.grants().revoke(World.IDENTITY, "Microsoft.Web/sites/config/Write");
    var trouble = trouble(app.port(), OLD_ONLY);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.FORBIDDEN);
    assertThat(trouble).hasMessageContaining("the action Microsoft.Web/sites/config/Write on " + app.id.resourceId());
    assertThat(app.writes()).hasSize(1);
    assertThat(app.site.linuxFxVersion()).isEqualTo(OLD.verbatim());
  }

  @Test
  void neither_body_nor_token_gets_into_a_message() {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.answer(400, new JsonObject().put("error",
        new JsonObject().put("code", "BadRequest").put("message", "DB_PASSWORD=hunter2 " + World.TOKEN))));
    var trouble = trouble(app.port(), OLD_ONLY);
    assertThat(trouble).hasMessage("the relay cannot set the image: Azure answered 400 BadRequest").hasNoCause();
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNEXPECTED);
  }

  @Test
  void an_answer_that_is_no_json_is_looked_behind() throws Exception {
    var app = world.app(OLD.verbatim());
    var port = world.clients(world.settings(Duration.ofSeconds(10), 4, Duration.ofSeconds(2))).webApp(app.id);
    world.arm.faults().plant(Match.on(PATCH_CONFIG), new Fault.Answer(200, "<html>a proxy's page", Map.of()));
    var trouble = trouble(port, OLD_ONLY);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNEXPECTED);
    assertThat(app.writes()).hasSize(1);
  }

  @Test
  void an_app_that_is_not_there_says_so() {
    var app = world.app(OLD.verbatim());
    var nowhere = new SiteId(app.id.subscription(), app.id.resourceGroup(), "app-nowhere");
    WebApp port = world.clientsOfTheWorld().webApp(nowhere);
    var trouble = trouble(port, OLD_ONLY);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.NOT_FOUND);
    assertThat(trouble).hasMessageContaining("app-nowhere");
  }

  @Test
  void without_the_permit_nothing_is_sent_that_writes() {
    var app = world.app(OLD.verbatim());
    WritePermit lost = () -> {
      throw new WritePermitLostException("the lease has passed to another replica");
    };
    assertThat(catchThrowableOfType(WritePermitLostException.class, () -> app.port().deploy(NEW, OLD_ONLY, lost)))
        .isNotNull();
    assertThat(catchThrowableOfType(WritePermitLostException.class, () -> app.port().restart(lost))).isNotNull();
    assertThat(app.writes()).isEmpty();
    assertThat(app.host.restarts).hasValue(0);
  }

  private static WebAppException trouble(WebApp port, Set<ConfiguredImage> replaceable) {
    return Objects
        .requireNonNull(catchThrowableOfType(WebAppException.class, () -> port.deploy(NEW, replaceable, PERMIT)));
  }
}
