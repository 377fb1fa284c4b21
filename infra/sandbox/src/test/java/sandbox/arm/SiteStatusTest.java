package sandbox.arm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sandbox.arm.SiteStatus.LastError;
import sandbox.arm.SiteStatus.Level;
import sandbox.arm.SiteStatus.State;

/** The site status as azure-contracts-next, section 12.1, has it. */
class SiteStatusTest extends ArmWorld {
  private static final Instant THEN = Instant.parse("2026-11-26T06:00:17Z");

  @BeforeEach
  void twoInstances() {
    host.statuses = Optional.of(List.of(
        new SiteStatus("a1f0c3", State.STARTED, "None",
            Optional.of(new LastError("ContainerTimeout", "too slow", THEN)),
            "Site started.", Level.INFO),
        new SiteStatus("b2d9e7", State.STARTING, "PullingImage", Optional.empty(), "Pulling image x.", Level.INFO)));
  }

  @Test
  void all_instances_are_a_list_and_one_is_an_object() throws Exception {
    JsonObject first = new JsonObject("""
        {"instanceId": "a1f0c3", "state": "Started", "action": "None", "lastError": "ContainerTimeout",
         "lastErrorDetails": "too slow", "lastErrorTimestamp": "2026-11-26T06:00:17Z", "details": "Site started.",
         "detailsLevel": "INFO"}""");
    JsonObject second = new JsonObject("""
        {"instanceId": "b2d9e7", "state": "Starting", "action": "PullingImage", "lastError": null,
         "lastErrorDetails": null, "lastErrorTimestamp": null, "details": "Pulling image x.",
         "detailsLevel": "INFO"}""");
    assertThat(json(status("")).getJsonArray("properties")).containsExactly(first, second);
    assertThat(json(status("/b2d9e7")).getJsonObject("properties")).isEqualTo(second);
    assertThat(status("/none").statusCode()).isEqualTo(404);
  }

  @Test
  void it_is_404_where_it_is_not_offered() throws Exception {
    host.statuses = Optional.empty();
    assertThat(status("").statusCode()).isEqualTo(404);
  }

  @Test
  void it_is_403_without_the_right_which_slots_have_of_their_own() throws Exception {
    arm.grants().revoke(IDENTITY, Grants.SITE_STATUS);
    var answer = status("");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.bodyAsString()).contains("'Microsoft.Web/sites/siteStatus/read'");
    arm.grants().grant(IDENTITY, List.of("Microsoft.Web/sites/slots/siteStatus/read"));
    assertThat(status("").statusCode()).isEqualTo(403);
    arm.grants().grant(IDENTITY, List.of(Grants.SITE_STATUS));
    assertThat(status("").statusCode()).isEqualTo(200);
  }

  @Test
  void a_slot_has_a_status_of_its_own() throws Exception {
    arm.add(new Site(ID.inSlot("staging"), site.details(), new JsonObject(), new FakeHost(), InstantSource.system()));
    assertThat(send("GET", "/slots/staging/siteStatus?api-version=2024-11-01", "arm", null).statusCode())
        .isEqualTo(404);
    arm.grants().revoke(IDENTITY, "Microsoft.Web/sites/slots/siteStatus/read");
    assertThat(send("GET", "/slots/staging/siteStatus?api-version=2024-11-01", "arm", null).statusCode())
        .isEqualTo(403);
  }

  private HttpResponse<Buffer> status(String below) throws Exception {
    return send("GET", "/siteStatus" + below + "?api-version=2024-11-01", "arm", null);
  }
}
