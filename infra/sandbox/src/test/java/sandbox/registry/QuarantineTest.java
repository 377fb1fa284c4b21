package sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.event.RegistryEvent;

/** What is not to be had yet: held by a scanner, or not in this region. */
@Timeout(30)
class QuarantineTest {
  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry registry = Registry.start(vertx, identity, Options.defaults());
  private final Client client = new Client(registry.host());
  private final List<RegistryEvent> told = new CopyOnWriteArrayList<>();
  private final String basic = "Basic " + Base64.getEncoder()
      .encodeToString((registry.user() + ":" + registry.password()).getBytes(StandardCharsets.UTF_8));

  @BeforeEach
  void listen() {
    registry.listen(told::add);
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
    identity.close();
    vertx.close().await();
  }

  private List<String> events() {
    return told.stream().map(event -> event.action() + " " + event.tag().orElse("-")).toList();
  }

  private int status(String method, String reference) throws Exception {
    return client.send(method, "/v2/web/manifests/" + reference, "Authorization", basic, "Accept", Client.ALL_KINDS)
        .statusCode();
  }

  private String tags() throws Exception {
    return Client.json(client.get("/v2/web/tags/list", "Authorization", basic)).getJsonArray("tags").encode();
  }

  @Test
  void a_held_image_is_told_as_quarantine_and_cannot_be_pulled_until_it_is_released() throws Exception {
    registry.put("web", "1.0", ImageSpec.revision("a"));
    registry.quarantine(true);
    PushedImage held = registry.put("web", "2.0", ImageSpec.revision("b"));
    assertThat(events()).containsExactly("push 1.0", "quarantine 1.0", "quarantine 2.0");
    assertThat(List.of(status("HEAD", "2.0"), status("GET", held.digest()), status("GET", "1.0")))
        .containsExactly(404, 403, 200);
    assertThat(tags()).isEqualTo("[\"1.0\"]");
    assertThat(registry.release("web", held.digest())).isTrue();
    assertThat(events()).endsWith("quarantine 2.0", "push 2.0");
    assertThat(List.of(status("HEAD", "2.0"), status("GET", held.digest()))).containsExactly(200, 200);
    assertThat(registry.release("web", held.digest())).as("a second time").isFalse();
  }

  @Test
  void one_repository_alone_can_be_in_quarantine_and_a_passed_digest_is_pushed_at_once() throws Exception {
    registry.quarantine("web", true);
    registry.put("other", "1.0", ImageSpec.revision("a"));
    PushedImage held = registry.put("web", "1.0",
        ImageSpec.revision("a").withPlatforms("linux/amd64", "linux/arm64"));
    assertThat(events()).containsExactly("push 1.0", "quarantine 1.0", "quarantine -", "quarantine -",
        "quarantine 1.0");
    registry.release("web", held.digest());
    assertThat(events()).endsWith("push -", "push -", "push 1.0");
    registry.tag("web", held.digest(), "stable");
    assertThat(events()).endsWith("push 1.0", "push stable");
  }

  @Test
  void another_region_does_not_know_a_fresh_manifest_for_a_while() throws Exception {
    registry.put("web", "1.0", ImageSpec.revision("a"));
    registry.faults().replicationLag(Duration.ofHours(1));
    PushedImage fresh = registry.put("web", "1.0", ImageSpec.revision("b"));
    assertThat(List.of(status("HEAD", "1.0"), status("GET", fresh.digest()))).containsExactly(404, 404);
    registry.faults().clear();
    assertThat(List.of(status("HEAD", "1.0"), status("GET", fresh.digest()))).containsExactly(200, 200);
  }

  @Test
  void each_replica_tells_a_push_again_from_its_own_region() throws Exception {
    registry.replicas(2, Duration.ofMillis(10));
    PushedImage image = registry.put("web", "1.0", ImageSpec.revision("a"));
    assertThat(registry.awaitDelivered(Duration.ofSeconds(10))).isTrue();
    assertThat(told).filteredOn(event -> event.action().equals("push")).extracting(RegistryEvent::location)
        .containsExactly("westeurope", "region1", "region2");
    assertThat(told).extracting(event -> event.payload().getJsonObject("target").getString("digest"))
        .containsOnly(image.digest());
    assertThat(told.stream().map(event -> event.payload().getString("id")).distinct()).hasSize(4);
  }

  @Test
  void a_legacy_chart_is_told_without_a_request() {
    registry.pushChart("relay", "0.3.1");
    registry.deleteChart("relay", "0.3.1");
    assertThat(told).extracting(RegistryEvent::action).containsExactly("chart_push", "chart_delete");
    assertThat(told.getFirst().payload().fieldNames()).containsExactlyInAnyOrder("id", "timestamp", "action", "target");
    assertThat(told.getFirst().payload().getJsonObject("target").getString("tag")).isEqualTo("relay-0.3.1.tgz");
  }
}
