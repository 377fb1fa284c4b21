package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.app.SiteStatus;
import relay.app.SiteStatus.Instance;
import relay.app.SiteStatus.State;
import relay.app.WebApp;
import relay.app.WebAppException;
import sandbox.arm.ArmOperation;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;

/** The relay's raw GET of the site status, against ARM over TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteStatusTest {
  private static final String LIVE = "DOCKER|crreviewsprod.azurecr.io/reviews/web:1.4";
  private static final Instant AT = Instant.parse("2026-11-26T06:00:09Z");
  private static final sandbox.arm.SiteStatus STARTED = row("a1", sandbox.arm.SiteStatus.State.STARTED);
  private static final sandbox.arm.SiteStatus FAILED = new sandbox.arm.SiteStatus("b2",
      sandbox.arm.SiteStatus.State.STOPPED, "None",
      Optional.of(new sandbox.arm.SiteStatus.LastError("ContainerTimeout", "did not start", AT)), "",
      sandbox.arm.SiteStatus.Level.ERR);

  private World world;

  private static sandbox.arm.SiteStatus row(String id, sandbox.arm.SiteStatus.State state) {
    return new sandbox.arm.SiteStatus(id, state, "None", Optional.empty(), "", sandbox.arm.SiteStatus.Level.INFO);
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void clearFaults() {
    world.arm.faults().clear();
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  private void answers(Fault fault) {
    world.arm.faults().plant(Match.on(ArmOperation.LIST_STATUS).always(), fault);
  }

  @Test
  void each_instance_has_its_state_and_the_error_that_outlives_it() throws Exception {
    var app = world.app(LIVE);
    app.host.statuses = Optional.of(List.of(STARTED, FAILED));
    SiteStatus status = app.port().siteStatus().orElseThrow();
    assertThat(status.instances()).extracting(Instance::id, Instance::state, Instance::lastError, Instance::lastErrorAt)
        .containsExactly(
            tuple("a1", State.STARTED, Optional.empty(), Optional.empty()),
            tuple("b2", State.STOPPED, Optional.of("ContainerTimeout"), Optional.of(AT)));
    assertThat(status.instances().getLast().details()).isEqualTo("did not start");
    assertThat(app.asked()).singleElement().satisfies(entry -> assertThat(entry.path() + "?" + entry.query())
        .isEqualTo(app.id.resourceId() + "/siteStatus?api-version=2024-11-01"));
  }

  @Test
  void one_object_in_place_of_the_list_is_one_instance() throws Exception {
    answers(Fault.answer(200, new JsonObject().put("properties",
        new JsonObject().put("instanceId", "a1").put("state", "Starting").put("action", "PullingImage"))));
    assertThat(world.app(LIVE).port().siteStatus().orElseThrow().instances())
        .containsExactly(new Instance("a1", State.STARTING, "PullingImage", Optional.empty(), Optional.empty(), ""));
  }

  @Test
  void where_it_is_not_offered_the_relay_goes_on_without_it_and_does_not_ask_at_each_look() throws Exception {
    var app = world.app(LIVE);
    WebApp port = app.port();
    assertThat(port.siteStatus()).isEmpty();
    assertThat(port.siteStatus()).isEmpty();
    assertThat(app.asked()).hasSize(1);
    app.host.statuses = Optional.of(List.of(STARTED));
    for (int looks = 0; looks < 99; looks++) {
      assertThat(port.siteStatus()).isEmpty();
    }
    assertThat(port.siteStatus().orElseThrow().allStarted()).as("offered meanwhile").isTrue();
  }

  @Test
  void an_identity_that_may_not_read_it_does_without_it() throws Exception {
    var app = world.app(LIVE);
    app.host.statuses = Optional.of(List.of(STARTED));
    answers(Fault.forbidden("Microsoft.Web/sites/siteStatus/read"));
    assertThat(app.port().siteStatus()).isEmpty();
  }

  @Test
  void members_and_states_that_are_not_known_do_no_harm() throws Exception {
    answers(Fault.answer(200, new JsonObject().put("next", 1).put("properties", new JsonArray()
        .add(new JsonObject().put("instanceId", "a1").put("state", "Hibernating").put("colour", "blue"))
        .add(new JsonObject().put("state", "Started")).add("text").addNull()
        .add(new JsonObject().put("instanceId", 7).put("state", "Started")))));
    assertThat(world.app(LIVE).port().siteStatus().orElseThrow().instances())
        .containsExactly(new Instance("a1", State.UNKNOWN, "", Optional.empty(), Optional.empty(), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{\"properties\":null}", "{\"properties\":7}", "<html>", "{"})
  void a_body_that_names_no_instance_is_a_status_without_any(String body) throws Exception {
    var app = world.app(LIVE);
    app.host.statuses = Optional.of(List.of(STARTED));
    answers(Fault.body(body));
    assertThat(app.port().siteStatus().orElseThrow().instances()).isEmpty();
  }

  @Test
  void an_arm_that_is_down_is_no_status() {
    answers(Fault.outage(503));
    var failed = catchThrowableOfType(WebAppException.class, () -> world.app(LIVE).port().siteStatus());
    assertThat(failed.kind()).isEqualTo(WebAppException.Kind.UNAVAILABLE);
  }

  @Test
  void too_many_requests_are_waited_for_as_arm_says() throws Exception {
    var app = world.app(LIVE);
    app.host.statuses = Optional.of(List.of(STARTED));
    world.arm.faults().plant(Match.on(ArmOperation.LIST_STATUS), Fault.tooManyRequests(Duration.ofSeconds(1)));
    assertThat(app.port().siteStatus().orElseThrow().allStarted()).isTrue();
    assertThat(app.asked()).hasSize(2);
  }
}
