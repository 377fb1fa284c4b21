package sandbox.eventgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.eventgrid.Subscription.State;

@Timeout(30)
class HandshakeTest {
  private static final String TOPIC = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r";
  private final Vertx vertx = Vertx.vertx();
  private final Endpoint endpoint = new Endpoint(vertx);
  private final EventGrid grid = EventGrid.start(vertx, Timing.quick());

  @AfterEach
  void stop() {
    grid.close();
    vertx.close().await();
  }

  private Subscription subscribe(Schema schema) {
    return grid.subscribe(TOPIC, SubscriptionSettings.to(endpoint.uri(), "evgs-relay", schema)
        .withHeader("X-Relay-Secret", "s3cr3t").withTokens(() -> "a-token"));
  }

  private Endpoint.Received asked() { return endpoint.received().getFirst(); }

  private int get(String url) {
    WebClient client = WebClient.create(vertx);
    int status = client.getAbs(url).send().await().statusCode();
    client.close();
    return status;
  }

  @Test
  void the_validation_event_has_the_documented_shape_and_the_code_makes_the_subscription() {
    assertThat(subscribe(Schema.EVENT_GRID).state()).isEqualTo(State.SUCCEEDED);
    assertThat(asked().headers()).containsEntry("aeg-event-type", "SubscriptionValidation")
        .containsEntry("aeg-subscription-name", "EVGS-RELAY").containsEntry("aeg-delivery-count", "0")
        .containsEntry("aeg-metadata-version", "1").containsEntry("aeg-data-version", "2")
        .containsEntry("content-type", "application/json; charset=utf-8").containsEntry("x-relay-secret", "s3cr3t")
        .containsEntry("authorization", "Bearer a-token");
    assertThat(asked().query()).isEqualTo("key=s3cr3t");
    assertThat(asked().events()).hasSize(1);
    JsonObject event = asked().events().getJsonObject(0);
    assertThat(event.fieldNames()).containsExactly("id", "topic", "subject", "data", "eventType", "eventTime",
        "metadataVersion", "dataVersion");
    assertThat(event.getString("eventType")).isEqualTo("Microsoft.EventGrid.SubscriptionValidationEvent");
    assertThat(event.getString("topic")).isEqualTo(TOPIC);
    assertThat(event.getJsonObject("data").fieldNames()).containsExactly("validationCode", "validationUrl");
  }

  @Test
  void cloud_events_ask_by_options_and_take_the_origin_and_a_rate_as_consent() {
    assertThat(subscribe(Schema.CLOUD_EVENTS).state()).isEqualTo(State.SUCCEEDED);
    assertThat(asked().method()).isEqualTo("OPTIONS");
    assertThat(asked().headers()).containsEntry("webhook-request-origin", "eventgrid.azure.net")
        .containsEntry("webhook-request-rate", "120").containsKey("webhook-request-callback")
        .containsEntry("authorization", "Bearer a-token");
  }

  @ParameterizedTest
  @EnumSource
  void a_good_answer_without_consent_awaits_a_manual_action_which_is_good_once(Schema schema) {
    endpoint.handshake = (request, _) -> Endpoint.answer(request, 200);
    Subscription subscription = subscribe(schema);
    assertThat(subscription.state()).isEqualTo(State.AWAITING_MANUAL_ACTION);
    String manual = schema == Schema.CLOUD_EVENTS
        ? asked().header("webhook-request-callback")
        : asked().events().getJsonObject(0).getJsonObject("data").getString("validationUrl");
    assertThat(grid.callbacks().entries()).isEmpty();
    assertThat(get(manual)).isEqualTo(200);
    assertThat(subscription.state()).isEqualTo(State.SUCCEEDED);
    assertThat(get(manual)).isEqualTo(404);
    assertThat(grid.callbacks().entries()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 204, 401, 403, 404, 500, 503})
  void another_status_than_200_is_no_subscription(int status) {
    endpoint.handshake = (request, _) -> Endpoint.answer(request, status);
    assertThat(subscribe(Schema.EVENT_GRID).state()).isEqualTo(State.FAILED);
  }

  @Test
  void options_that_are_not_supported_are_a_refusal() {
    endpoint.handshake = (request, _) -> Endpoint.answer(request, 405);
    assertThat(subscribe(Schema.CLOUD_EVENTS).state()).isEqualTo(State.FAILED);
  }

  @Test
  void a_handshake_that_times_out_is_tried_again_after_a_while() {
    var asks = new AtomicInteger();
    endpoint.handshake = (request, asked) -> {
      if (asks.incrementAndGet() > 1) {
        Endpoint.consent(request, asked);
      }
    };
    EventGrid impatient = EventGrid.start(vertx, Timing.quick().withHandshakeLimit(Duration.ofMillis(300)));
    assertThat(impatient
        .subscribe(TOPIC, SubscriptionSettings.to(endpoint.uri(), "evgs-relay", Schema.EVENT_GRID)).state())
        .isEqualTo(State.SUCCEEDED);
    assertThat(asks.get()).isBetween(2, 3);
    impatient.close();
  }

  @Test
  void own_headers_can_be_left_out_of_the_handshake_and_some_are_not_taken_at_all() {
    SubscriptionSettings settings = SubscriptionSettings.to(endpoint.uri(), "evgs-relay", Schema.EVENT_GRID);
    grid.subscribe(TOPIC, settings.withHeader("X-Relay-Secret", "s3cr3t").withHeadersInHandshake(false));
    assertThat(asked().headers()).doesNotContainKey("x-relay-secret");
    assertThat(settings.withHeader("X-Relay-Secret", "s3cr3t").toString()).doesNotContain("s3cr3t");
    for (SubscriptionSettings good : List.of(settings, settings.withTokens(() -> "t"))) {
      assertThatThrownBy(() -> good.withHeader("aeg-mine", "1")).hasMessageContaining("aeg-mine");
      assertThatThrownBy(() -> good.withHeader("X-Long", "x".repeat(4097))).hasMessageContaining("X-Long");
    }
    assertThatThrownBy(() -> settings.withTokens(() -> "t").withHeader("Authorization", "Bearer mine"))
        .hasMessageContaining("Authorization");
    assertThat(settings.withHeader("Authorization", "Bearer mine").headers()).hasSize(1);
    assertThatThrownBy(() -> SubscriptionSettings.to(URI.create("http://localhost"), "a b", Schema.EVENT_GRID))
        .hasMessageContaining("a b");
  }
}
