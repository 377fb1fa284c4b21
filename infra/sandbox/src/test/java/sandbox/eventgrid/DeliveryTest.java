package sandbox.eventgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DeliveryTest {
  private static final String TOPIC = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r";
  private static final String PUSHED = "Microsoft.ContainerRegistry.ImagePushed";
  private static final Duration SOON = Duration.ofSeconds(15);
  private final Vertx vertx = Vertx.vertx();
  private final Endpoint endpoint = new Endpoint(vertx);
  private final EventGrid grid = EventGrid.start(vertx, Timing.quick());

  @AfterEach
  void stop() {
    grid.close();
    vertx.close().await();
  }

  private SubscriptionSettings settings(Schema schema) {
    return SubscriptionSettings.to(endpoint.uri(), "evgs-relay", schema);
  }

  private Subscription subscribe(SubscriptionSettings settings) { return grid.subscribe(TOPIC, settings); }

  private GridEvent publish(String subject) {
    GridEvent event = GridEvent.of(TOPIC, PUSHED, subject, new JsonObject().put("action", "push"));
    grid.publish(event);
    return event;
  }

  private void delivered() throws InterruptedException { assertThat(grid.awaitDelivered(SOON)).isTrue(); }

  /** Answers so many times with this status, then well. */
  private void failing(int times, int status) {
    var left = new AtomicInteger(times);
    endpoint.notification = (request, _) -> Endpoint.answer(request, left.getAndDecrement() > 0 ? status : 200);
  }

  @Test
  void the_event_grid_schema_is_an_array_of_one_with_the_documented_members_and_headers() throws Exception {
    subscribe(settings(Schema.EVENT_GRID).withHeader("X-Relay-Secret", "s3cr3t").withTokens(() -> "a-token"));
    GridEvent event = publish("reviews/web:1.8.0");
    delivered();
    Endpoint.Received told = endpoint.notifications().getFirst();
    assertThat(told.headers()).containsEntry("content-type", "application/json; charset=utf-8")
        .containsEntry("aeg-subscription-name", "EVGS-RELAY").containsEntry("aeg-delivery-count", "0")
        .containsEntry("aeg-metadata-version", "1").containsEntry("aeg-data-version", "1.0")
        .containsEntry("aeg-output-event-id", event.id()).containsEntry("x-relay-secret", "s3cr3t")
        .containsEntry("authorization", "Bearer a-token");
    assertThat(told.query()).isEqualTo("key=s3cr3t");
    assertThat(told.body()).startsWith("[");
    JsonObject one = told.events().getJsonObject(0);
    assertThat(one.fieldNames()).containsExactly("id", "topic", "subject", "eventType", "eventTime", "data",
        "dataVersion", "metadataVersion");
    assertThat(one.getString("topic")).isEqualTo(TOPIC);
    assertThat(one.getString("subject")).isEqualTo("reviews/web:1.8.0");
    assertThat(OffsetDateTime.parse(one.getString("eventTime")).toInstant()).isNotNull();
  }

  @Test
  void a_cloud_event_without_batching_is_an_object() throws Exception {
    subscribe(settings(Schema.CLOUD_EVENTS));
    publish("reviews/web:1.8.0");
    delivered();
    Endpoint.Received told = endpoint.notifications().getFirst();
    assertThat(told.header("content-type")).isEqualTo("application/cloudevents+json; charset=utf-8");
    assertThat(told.header("aeg-metadata-version")).isEqualTo("1.0");
    assertThat(told.body()).startsWith("{");
    JsonObject one = new JsonObject(told.body());
    assertThat(one.fieldNames()).containsExactly("id", "source", "specversion", "type", "subject", "time", "data");
    assertThat(one.getString("source")).isEqualTo(TOPIC);
    assertThat(one.getString("specversion")).isEqualTo("1.0");
  }

  @ParameterizedTest
  @EnumSource
  void batches_have_at_most_so_many_events_and_are_told_again_as_a_whole(Schema schema) throws Exception {
    subscribe(settings(schema).withBatching(3, 64 * 1024));
    failing(1, 500);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(publish("reviews/web:1." + i).id());
    }
    delivered();
    List<Endpoint.Received> told = endpoint.notifications();
    assertThat(told).allSatisfy(each -> assertThat(each.events().size()).isBetween(1, 3));
    assertThat(told.getFirst().ids()).as("the batch that failed, whole").isIn(
        told.stream().skip(1).map(Endpoint.Received::ids).toList());
    assertThat(told.stream().skip(1).flatMap(each -> each.ids().stream())).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(told.getFirst().header("content-type")).startsWith(schema == Schema.CLOUD_EVENTS
        ? "application/cloudevents-batch+json"
        : "application/json");
  }

  @ParameterizedTest
  @CsvSource({"500, 10", "404, 10", "408, 120", "503, 30", "429, 10", "302, 10"})
  void a_failure_is_tried_again_no_sooner_than_its_status_allows(int status, long leastMillis) throws Exception {
    Subscription subscription = subscribe(settings(Schema.EVENT_GRID));
    failing(2, status);
    publish("reviews/web:1.8.0");
    delivered();
    assertThat(subscription.attempts()).extracting(each -> each.outcome().status()).containsExactly(status, status,
        200);
    assertThat(endpoint.notifications()).extracting(each -> each.header("aeg-delivery-count")).containsExactly("0",
        "1", "2");
    assertThat(endpoint.notifications().stream().flatMap(each -> each.ids().stream()).distinct()).hasSize(1);
    List<Attempt> tries = subscription.attempts();
    assertThat(Duration.between(tries.getFirst().at(), tries.get(1).at())).isGreaterThanOrEqualTo(
        Duration.ofMillis(leastMillis));
    assertThat(subscription.deadLetters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 413})
  void some_statuses_are_final_and_make_a_dead_letter_at_once(int status) throws Exception {
    Subscription subscription = subscribe(settings(Schema.EVENT_GRID));
    failing(5, status);
    publish("reviews/web:1.8.0");
    delivered();
    assertThat(endpoint.notifications()).hasSize(1);
    JsonObject letter = subscription.deadLetters().getFirst();
    assertThat(letter.getInteger("deliveryAttempts")).isEqualTo(1);
    assertThat(letter.getString("lastDeliveryOutcome")).isEqualTo(Outcome.answered(status).name());
    assertThat(letter.fieldNames()).contains("deadLetterReason", "publishTime", "lastDeliveryAttemptTime", "data");
  }

  @Test
  void after_the_most_attempts_or_its_time_to_live_an_event_is_a_dead_letter_or_dropped() throws Exception {
    Subscription counted = subscribe(settings(Schema.CLOUD_EVENTS).withMaxAttempts(3));
    Subscription timed = grid.subscribe(TOPIC, SubscriptionSettings
        .to(endpoint.uri(), "evgs-timed", Schema.EVENT_GRID).withTimeToLive(Duration.ofMillis(20)));
    Subscription careless = grid.subscribe(TOPIC, SubscriptionSettings
        .to(endpoint.uri(), "evgs-careless", Schema.EVENT_GRID).withMaxAttempts(1).withoutDeadLetters());
    failing(100, 500);
    GridEvent event = publish("reviews/web:1.8.0");
    delivered();
    assertThat(counted.attempts()).hasSize(3);
    assertThat(counted.deadLetters().getFirst().getString("deadletterreason"))
        .isEqualTo("MaxDeliveryAttemptsExceeded");
    assertThat(timed.deadLetters().getFirst().getString("deadLetterReason")).isEqualTo("TimeToLiveExceeded");
    assertThat(careless.deadLetters()).isEmpty();
    assertThat(careless.dropped()).containsExactly(event);
  }

  @Test
  void duplicates_on_demand_have_the_same_id() throws Exception {
    Subscription subscription = subscribe(settings(Schema.EVENT_GRID));
    subscription.duplicates(2);
    publish("reviews/web:1.8.0");
    delivered();
    assertThat(endpoint.notifications()).hasSize(3);
    assertThat(endpoint.notifications().stream().flatMap(each -> each.ids().stream()).distinct()).hasSize(1);
  }

  @Test
  void an_answer_that_is_lost_makes_the_event_be_told_again() throws Exception {
    Subscription subscription = subscribe(settings(Schema.EVENT_GRID));
    subscription.loseAnswers(1);
    publish("reviews/web:1.8.0");
    delivered();
    assertThat(subscription.attempts()).extracting(each -> each.outcome().name()).containsExactly("SocketError",
        "Delivered");
    assertThat(endpoint.notifications()).hasSize(2);
  }

  @Test
  void a_late_answer_counts_when_the_next_try_has_not_begun() throws Exception {
    EventGrid impatient = EventGrid.start(vertx, Timing.quick().withAnswerLimit(Duration.ofMillis(100))
        .withSchedule(Duration.ofSeconds(2)));
    Subscription subscription = impatient.subscribe(TOPIC, settings(Schema.EVENT_GRID));
    endpoint.notification = (request, _) -> vertx.setTimer(300, _ -> Endpoint.answer(request, 200));
    impatient.publish(GridEvent.of(TOPIC, PUSHED, "reviews/web:1.8.0", new JsonObject()));
    assertThat(impatient.awaitDelivered(SOON)).isTrue();
    assertThat(subscription.attempts()).extracting(each -> each.outcome().name()).containsExactly("TimedOut");
    assertThat(endpoint.notifications()).hasSize(1);
    impatient.close();
  }

  @Test
  void an_endpoint_on_probation_is_not_told_of_new_events_yet() throws Exception {
    Subscription subscription = subscribe(settings(Schema.EVENT_GRID));
    failing(1, 404);
    publish("reviews/web:1");
    Attempt refused = first(subscription);
    GridEvent second = publish("reviews/web:2");
    delivered();
    Attempt told = subscription.attempts().stream().filter(each -> each.eventIds().contains(second.id())).findFirst()
        .orElseThrow();
    assertThat(told.deliveryCount()).isZero();
    assertThat(Duration.between(refused.at(), told.at())).isGreaterThanOrEqualTo(Timing.quick().refusedProbation());
  }

  private static Attempt first(Subscription subscription) throws InterruptedException {
    assertThat(subscription.awaitAttempts(1, SOON)).isTrue();
    return subscription.attempts().getFirst();
  }

  @Test
  void nobody_there_is_a_socket_error_and_the_event_arrives_when_somebody_is() throws Exception {
    Subscription subscription = subscribe(settings(Schema.EVENT_GRID));
    endpoint.down();
    GridEvent event = publish("reviews/web:1");
    assertThat(first(subscription).outcome().name()).isEqualTo("SocketError");
    endpoint.up();
    delivered();
    assertThat(subscription.attempts().getLast().outcome().delivered()).isTrue();
    assertThat(endpoint.notifications().getFirst().ids()).containsExactly(event.id());
  }

  @Test
  void what_is_under_way_when_a_subscription_is_changed_goes_to_the_new_endpoint() throws Exception {
    Subscription subscription = subscribe(settings(Schema.EVENT_GRID));
    endpoint.down();
    GridEvent event = publish("reviews/web:1");
    assertThat(first(subscription).outcome().name()).isEqualTo("SocketError");
    var moved = new Endpoint(vertx);
    assertThat(subscribe(settings(Schema.EVENT_GRID).withEndpoint(moved.uri()))).isSameAs(subscription);
    delivered();
    assertThat(moved.notifications().getFirst().ids()).containsExactly(event.id());
    assertThat(moved.received().getFirst().header("aeg-event-type")).isEqualTo("SubscriptionValidation");
  }

  @ParameterizedTest
  @EnumSource
  void the_end_of_a_subscription_is_told_and_is_the_last_thing_told(Schema schema) throws Exception {
    Subscription subscription = subscribe(settings(schema));
    grid.unsubscribe(subscription);
    publish("reviews/web:1.8.0");
    delivered();
    Endpoint.Received last = endpoint.received().getLast();
    assertThat(last.header("aeg-event-type")).isEqualTo("SubscriptionDeletion");
    JsonObject event = last.events().getJsonObject(0);
    assertThat(event.getString(schema == Schema.CLOUD_EVENTS ? "type" : "eventType"))
        .isEqualTo("Microsoft.EventGrid.SubscriptionDeletedEvent");
    assertThat(event.getJsonObject("data").getString("eventSubscriptionId")).isEqualTo(subscription.id())
        .endsWith("/providers/Microsoft.EventGrid/eventSubscriptions/evgs-relay");
    assertThat(endpoint.notifications()).isEmpty();
    assertThat(subscription.state()).isEqualTo(Subscription.State.DELETED);
  }

  @Test
  void another_topic_and_a_subscription_that_did_not_come_about_are_told_nothing() throws Exception {
    endpoint.handshake = (request, _) -> Endpoint.answer(request, 500);
    subscribe(settings(Schema.EVENT_GRID));
    publish("reviews/web:1");
    endpoint.handshake = Endpoint::consent;
    subscribe(settings(Schema.EVENT_GRID));
    grid.publish(GridEvent.of(TOPIC + "2", PUSHED, "reviews/web:2", new JsonObject()));
    delivered();
    assertThat(endpoint.notifications()).isEmpty();
  }
}
