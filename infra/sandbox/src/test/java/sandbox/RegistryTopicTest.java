package sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.models.CloudEvent;
import com.azure.messaging.eventgrid.EventGridEvent;
import com.azure.messaging.eventgrid.SystemEventNames;
import com.azure.messaging.eventgrid.systemevents.ContainerRegistryImagePushedEventData;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sandbox.entra.EntraAuthority;
import sandbox.entra.EntraToken;
import sandbox.eventgrid.Schema;
import sandbox.eventgrid.Subscription;
import sandbox.eventgrid.SubscriptionSettings;
import sandbox.registry.ImageSpec;
import sandbox.registry.PushedImage;
import sandbox.registry.Registry;
import sandbox.registry.event.RegistryEvent;

/** What the registry tells reaches an endpoint through Event Grid, in the shape of the recorded examples. */
class RegistryTopicTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final List<JsonObject> TOLD = new CopyOnWriteArrayList<>();
  private static final List<String> BODIES = new CopyOnWriteArrayList<>();
  private static final List<String> AUTHORIZATIONS = new CopyOnWriteArrayList<>();
  private static Sandbox sandbox;
  private static Subscription subscription;

  @BeforeAll
  static void start() throws Exception {
    HttpServer receiver = VERTX.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
      AUTHORIZATIONS.add(String.valueOf(request.getHeader("Authorization")));
      JsonObject first = new JsonArray(body).getJsonObject(0);
      boolean handshake = "SubscriptionValidation".equals(request.getHeader("aeg-event-type"));
      if (!handshake) {
        TOLD.add(first);
        BODIES.add(body.toString());
      }
      var _ = request.response().end(handshake
          ? new JsonObject().put("validationResponse", first.getJsonObject("data").getString("validationCode")).encode()
          : "");
    })).listen(0, "127.0.0.1").await();
    sandbox = Sandbox.start(Options.defaults());
    subscription = sandbox.subscribe(SubscriptionSettings
        .to(URI.create("http://127.0.0.1:" + receiver.actualPort() + "/hooks/eventgrid/main"), "evgs-relay",
            Schema.EVENT_GRID)
        .withTokens(sandbox.entra().tokens(EntraToken.v1("api://relay", EntraAuthority.EVENT_GRID))));
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
    VERTX.close().await();
  }

  private static Registry registry() { return sandbox.registry(); }

  private static List<JsonObject> about(String name) throws Exception {
    assertThat(sandbox.eventGrid().awaitDelivered(Duration.ofSeconds(10))).isTrue();
    return TOLD.stream().filter(event -> event.getString("subject").startsWith(name)).toList();
  }

  @Test
  void a_push_is_an_image_pushed_with_the_webhook_s_payload_and_the_region() throws Exception {
    assertThat(subscription.state()).isEqualTo(Subscription.State.SUCCEEDED);
    PushedImage image = registry().put("pushed/web", "1.8.0", ImageSpec.revision("a"));
    JsonObject event = about("pushed/web").getFirst();
    assertThat(event.getString("topic")).isEqualTo(registry().id().path());
    assertThat(event.getString("eventType")).isEqualTo("Microsoft.ContainerRegistry.ImagePushed");
    assertThat(event.getString("subject")).isEqualTo("pushed/web:1.8.0");
    JsonObject data = event.getJsonObject("data");
    assertThat(data.fieldNames()).containsExactly("id", "timestamp", "action", "target", "request", "location");
    assertThat(data.getString("id")).isNotEqualTo(event.getString("id"));
    assertThat(data.getJsonObject("target").fieldNames()).containsExactly("mediaType", "size", "digest", "length",
        "repository", "tag");
    assertThat(data.getJsonObject("target").getString("digest")).isEqualTo(image.digest());
    assertThat(data.getJsonObject("request").getString("host")).isEqualTo(registry().host());
    assertThat(data.getString("location")).isEqualTo("westeurope");
    assertThat(AUTHORIZATIONS).allMatch(value -> value.startsWith("Bearer ey"));
  }

  @Test
  void children_have_no_tag_in_their_subject_and_a_deletion_names_only_the_repository() throws Exception {
    PushedImage image = registry().put("many/web", "1.0",
        ImageSpec.revision("a").withPlatforms("linux/amd64", "linux/arm64"));
    registry().deleteManifest("many/web", image.digest());
    assertThat(about("many/web")).extracting(each -> each.getString("eventType").replaceFirst(".*\\.", "") + " "
        + each.getString("subject")).containsExactlyInAnyOrder("ImagePushed many/web", "ImagePushed many/web",
            "ImagePushed many/web:1.0", "ImageDeleted many/web");
  }

  @Test
  void legacy_charts_have_types_of_their_own_and_quarantine_is_not_told() throws Exception {
    registry().quarantine("held/web", true);
    registry().put("held/web", "1.0", ImageSpec.revision("a"));
    registry().pushChart("chart", "0.3.1");
    registry().deleteChart("chart", "0.3.1");
    assertThat(about("held/web")).isEmpty();
    assertThat(about("chart")).extracting(each -> each.getString("eventType")).containsExactlyInAnyOrder(
        "Microsoft.ContainerRegistry.ChartPushed", "Microsoft.ContainerRegistry.ChartDeleted");
    assertThat(about("chart").getFirst().getJsonObject("data").fieldNames()).doesNotContain("request");
  }

  @Test
  @SuppressWarnings("deprecation") // these classes are to move to a module of their own; the relay has this one
  void azure_s_own_classes_read_what_is_told_in_either_schema() throws Exception {
    PushedImage image = registry().put("read/web", "1.8.0", ImageSpec.revision("a"));
    assertThat(about("read/web")).hasSize(1);
    String body = BODIES.stream().filter(each -> each.contains("read/web:1.8.0")).findFirst().orElseThrow();
    EventGridEvent event = EventGridEvent.fromString(body).getFirst();
    assertThat(event.getEventType()).isEqualTo(SystemEventNames.CONTAINER_REGISTRY_IMAGE_PUSHED);
    var data = event.getData().toObject(ContainerRegistryImagePushedEventData.class);
    assertThat(data.getTarget().getDigest()).isEqualTo(image.digest());
    assertThat(data.getTarget().getTag()).isEqualTo("1.8.0");
    assertThat(data.getLocation()).isEqualTo("westeurope");
    var told = RegistryTopic.of(registry().id(), new RegistryEvent("push", "read/web", Optional.of("1.8.0"), "here",
        new JsonObject(new JsonArray(body).getJsonObject(0).getJsonObject("data").encode()))).orElseThrow();
    CloudEvent cloud = CloudEvent.fromString(Schema.CLOUD_EVENTS.render(told).encode()).getFirst();
    assertThat(cloud.getSource()).isEqualTo(registry().id().path());
    assertThat(Objects.requireNonNull(cloud.getData()).toObject(ContainerRegistryImagePushedEventData.class)
        .getTarget().getDigest()).isEqualTo(image.digest());
  }
}
