package relay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.azure.EventGridParser;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.intake.Told.Kind;
import relay.secret.Secret;

/** Single objects, batches and oddities of both schemas: each has its outcome. */
class GridDeliveryTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00Z");
  private static final String TOPIC = "/subscriptions/0a1b2c3d-1111-4222-8333-444455556666/resourceGroups/rg-reviews-prod"
      + "/providers/Microsoft.ContainerRegistry/registries/crreviewsprod";
  private static final GridDelivery GRID = new GridDelivery(
      new EventGridSettings(new Origin("main", "crreviewsprod.azurecr.io"),
          SenderRules.anyOf(List.of(new SenderCheck.Bearer(new Secret("t0p")))), Set.of(TOPIC), Set.of("evgs-relay"),
          EventGridSettings.ORIGINS, true),
      new EventGridParser());

  private static MultiMap headers(String subscription, String type) {
    return MultiMap.caseInsensitiveMultiMap().add("aeg-subscription-name", subscription).add("aeg-event-type", type);
  }

  private static Received read(String body, MultiMap headers) {
    return GRID.read(body.getBytes(StandardCharsets.UTF_8), headers, RECEIVED);
  }

  private static Received read(String body) {
    return read(body, headers("EVGS-RELAY", "Notification"));
  }

  private static JsonObject grid() {
    return new JsonArray(Fixtures.text("eventgrid-single")).getJsonObject(0);
  }

  private static JsonObject cloud() {
    return new JsonObject(Fixtures.text("cloudevents-single"));
  }

  private static JsonObject with(JsonObject event, Consumer<JsonObject> change) {
    change.accept(event);
    return event;
  }

  private static void assertIgnored(JsonObject event, Kind kind, String why) {
    Received received = read(event.encode());
    assertThat(received.kinds()).containsExactly(kind);
    assertThat(received.delivery().pushes()).isEmpty();
    assertThat(received.delivery().ignored()).singleElement().asString().contains(why);
    assertThat(received.answer().status()).isEqualTo(200);
  }

  @Test
  void one_object_or_a_list_of_either_schema_is_the_same_push() {
    var pushes = read(grid().encode()).delivery().pushes();
    assertThat(pushes).hasSize(1);
    for (String body : List.of(new JsonArray().add(grid()).encode(), cloud().encode(),
        new JsonArray().add(cloud()).encode(), "\ufeff " + cloud().encode() + " \n")) {
      assertThat(read(body).delivery().pushes()).isEqualTo(pushes);
    }
  }

  @Test
  void both_schemas_in_one_list_are_both_read() {
    Received received = read(new JsonArray().add(grid()).add(cloud()).encode());
    assertThat(received.kinds()).containsExactly(Kind.PUSH, Kind.PUSH);
    assertThat(received.delivery().action()).isEqualTo("batch");
    assertThat(received.delivery().event()).isEmpty();
  }

  @Test
  void an_id_that_comes_twice_in_a_batch_counts_once() {
    Received received = read(new JsonArray().add(grid()).add(grid()).encode());
    assertThat(received.kinds()).containsExactly(Kind.PUSH, Kind.REPEATED);
    assertThat(received.delivery().pushes()).hasSize(1);
    assertThat(received.delivery().ignored()).containsExactly("event 2: told before in this delivery");
  }

  @Test
  void an_old_unqualified_type_is_understood() {
    assertThat(read(with(grid(), e -> e.put("eventType", "ImagePushed")).encode()).kinds()).containsExactly(Kind.PUSH);
    assertThat(read(with(cloud(), e -> e.put("type", "ImagePushed")).encode()).kinds()).containsExactly(Kind.PUSH);
  }

  @Test
  void a_subject_is_never_what_counts() {
    assertThat(read(with(grid(), e -> e.put("subject", "crreviewsprod.azurecr.io/reviews/web:1.8.0")).encode())
        .delivery().pushes()).singleElement()
        .satisfies(push -> assertThat(push.image()).hasToString("crreviewsprod.azurecr.io/reviews/web:1.8.0"));
    assertThat(read(with(grid(), e -> e.put("subject", "evil/x:1")).encode()).delivery().pushes()).singleElement()
        .satisfies(push -> assertThat(push.image().repository()).isEqualTo("reviews/web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Microsoft.Storage.BlobCreated", "ImagePushed2", "Evil.ImagePushed",
      "Microsoft.EventGrid.ImagePushed", "SubscriptionDeletedEvent", ""})
  void a_foreign_type_is_recorded_under_a_word_of_ours(String type) {
    assertIgnored(with(grid(), e -> e.put("eventType", type)), Kind.UNKNOWN_TYPE, "its type is not one");
    assertThat(read(with(cloud(), e -> e.put("type", type).remove("data")).encode()).delivery().action())
        .isEqualTo("other");
  }

  /** Found by fuzzing: Azure's classes read on for ever past the end when a list stands in the place of a text. */
  @ParameterizedTest
  @ValueSource(strings = {"id", "subject", "topic", "eventType", "eventTime", "dataVersion", "metadataVersion",
      "source",
      "time", "type", "data", "data.id", "data.timestamp", "data.action", "data.target", "data.target.digest",
      "data.target.repository", "data.target.tag", "data.target.size", "data.target.mediaType", "data.request",
      "data.request.host", "data.actor.name", "data.source.addr", "data.connectedRegistry.name"})
  void whatever_stands_in_the_place_of_a_text_an_event_is_read_to_its_end(String member) {
    for (Object odd : List.of(new JsonArray("[{},{}]"), new JsonArray("[{\"a\":1}]"), new JsonArray("[[[]]]"),
        new JsonObject("{\"a\":{\"b\":[{}]}}"), new JsonObject(), true, 7)) {
      for (JsonObject event : List.of(grid(), cloud())) {
        put(event, member, odd);
        Received received = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(event.encode()));
        assertThat(received.kinds()).as(event.encode()).hasSize(1);
        assertThat(received.answer().status()).isEqualTo(200);
      }
    }
  }

  private static void put(JsonObject event, String path, Object value) {
    JsonObject place = event;
    String[] steps = path.split("\\.");
    for (int i = 0; i < steps.length - 1; i++) {
      if (!(place.getValue(steps[i]) instanceof JsonObject)) {
        place.put(steps[i], new JsonObject());
      }
      place = place.getJsonObject(steps[i]);
    }
    place.put(steps[steps.length - 1], value);
  }

  @Test
  void a_list_in_a_member_that_nobody_knows_spoils_nothing() {
    assertThat(read(with(grid(), e -> e.getJsonObject("data").put("layers", new JsonArray("[{},{}]"))).encode())
        .kinds()).containsExactly(Kind.PUSH);
  }

  @Test
  void a_validation_code_that_is_a_list_is_refused_at_once() {
    var event = new JsonArray(Fixtures.text("eventgrid-validation")).getJsonObject(0);
    event.getJsonObject("data").put("validationCode", new JsonArray("[{},{}]"));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> read(event.encode(), headers("EVGS-RELAY", "SubscriptionValidation"))));
  }

  @Test
  void data_that_is_missing_null_text_or_a_list_is_told_apart() {
    assertIgnored(with(grid(), e -> e.remove("data")), Kind.UNREADABLE, "it has no data");
    assertIgnored(with(cloud(), e -> e.putNull("data")), Kind.UNREADABLE, "it has no data");
    assertIgnored(with(grid(), e -> e.put("data", "{\"action\":\"push\"}")), Kind.UNREADABLE,
        "its data is not an object");
    assertIgnored(with(cloud(), e -> e.put("data", new JsonArray())), Kind.UNREADABLE, "its data is not an object");
    assertIgnored(with(cloud(), e -> e.put("data_base64", "e30=").remove("data")), Kind.UNREADABLE, "it has no data");
  }

  @Test
  void what_the_library_cannot_read_is_one_bad_event() {
    assertIgnored(with(grid(), e -> e.getJsonObject("data").put("target", "text")), Kind.UNREADABLE,
        "does not fit its type");
    assertIgnored(with(grid(), e -> e.remove("subject")), Kind.UNREADABLE, "does not fit its type");
    assertIgnored(with(cloud(), e -> e.put("time", "yesterday")), Kind.UNREADABLE, "does not fit its type");
    assertIgnored(with(grid(), e -> e.getJsonObject("data").remove("target")), Kind.IMPOSSIBLE, "repository");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "1", "0.3", "1.1"})
  void another_specversion_is_refused_though_the_library_takes_it(String version) {
    assertIgnored(with(cloud(), e -> e.put("specversion", version)), Kind.UNREADABLE, "specversion");
  }

  @Test
  void a_specversion_that_is_no_text_is_refused() {
    assertIgnored(with(cloud(), e -> e.put("specversion", 1.0)), Kind.UNREADABLE, "specversion");
  }

  @Test
  void a_push_to_a_connected_registry_waits_for_the_one_to_this_registry() {
    assertIgnored(
        with(grid(), e -> e.getJsonObject("data").put("connectedRegistry", new JsonObject().put("name", "edge"))),
        Kind.CONNECTED_REGISTRY, "connected registry");
  }

  @Test
  void another_host_topic_or_subscription_is_recorded_and_ignored() {
    assertIgnored(with(grid(), e -> e.getJsonObject("data").getJsonObject("request").put("host", "evil.azurecr.io")),
        Kind.OTHER_HOST, "evil.azurecr.io");
    assertIgnored(with(grid(), e -> e.put("topic", TOPIC + "2")), Kind.OTHER_TOPIC, "topic");
    assertIgnored(with(grid(), e -> e.remove("topic")), Kind.OTHER_TOPIC, "topic");
    assertThat(read(with(cloud(), e -> e.put("source", TOPIC.toUpperCase(java.util.Locale.ROOT))).encode()).kinds())
        .containsExactly(Kind.PUSH);
    assertThat(read(grid().encode(), headers("other", "Notification")).kinds())
        .containsExactly(Kind.OTHER_SUBSCRIPTION);
    assertThat(read(grid().encode(), MultiMap.caseInsensitiveMultiMap()).kinds())
        .containsExactly(Kind.OTHER_SUBSCRIPTION);
  }

  @Test
  void an_empty_list_holds_nothing() {
    Received received = read("[]");
    assertThat(received.kinds()).isEmpty();
    assertThat(received.answer().status()).isEqualTo(200);
    assertThat(received.delivery().action()).isEqualTo("empty");
  }

  @Test
  void items_that_are_no_events_spoil_no_other() {
    String good = grid().encode();
    Received received = read("[1,null,\"x\",[[]],{},{\"id\":\"1\"},{\"a\":1,\"a\":2}," + "{\"a\":".repeat(40) + "1"
        + "}".repeat(40) + "," + good + "]");
    assertThat(received.kinds()).hasSize(9).endsWith(Kind.PUSH);
    assertThat(received.kinds().subList(0, 8)).containsOnly(Kind.UNREADABLE);
    assertThat(received.delivery().pushes()).hasSize(1);
    assertThat(received.delivery().ignored()).anySatisfy(why -> assertThat(why).contains("nested deeper than 32"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3cret", "[", "[{}", "{", "{}{}", "[] []", "[{},]", "5", "\"s3cret\"", "null",
      "{'a':1}"})
  void what_is_no_json_or_neither_object_nor_list_is_refused_without_repeating_it(String body) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(body)).satisfies(refusal -> {
      assertThat(refusal.problem()).isInstanceOf(Problem.Malformed.class);
      assertThat(((Problem.Malformed) refusal.problem()).detail()).doesNotContain("s3cret");
    });
  }

  @Test
  void more_events_than_event_grid_sends_are_refused() {
    assertThat(read("[" + "{},".repeat(4999) + "{}]").kinds()).hasSize(5000);
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read("[" + "{},".repeat(5000) + "{}]"));
  }

  @Test
  void reasons_of_a_large_batch_are_told_once_each() {
    Received received = read("[" + "{},".repeat(99) + grid().encode() + "]");
    assertThat(received.delivery().ignored()).singleElement().asString().startsWith("events 1, 2, 3,")
        .contains(" and 79 more: ").hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource({"other,SubscriptionValidation", "EVGS-RELAY2,subscriptionvalidation"})
  void a_validation_of_a_subscription_that_is_not_listed_is_forbidden(String subscription, String type) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(Fixtures.text("eventgrid-validation"), headers(subscription, type)))
        .satisfies(refusal -> assertThat(refusal.problem()).isInstanceOf(Problem.Forbidden.class));
  }

  @Test
  void a_validation_of_a_topic_that_is_not_listed_is_forbidden() {
    String other = Fixtures.text("eventgrid-validation").replace("registries/crreviewsprod", "registries/other");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(other, headers("evgs-relay", "SubscriptionValidation")))
        .satisfies(refusal -> assertThat(refusal.problem()).isInstanceOf(Problem.Forbidden.class));
  }

  @Test
  void a_validation_comes_alone_and_says_so() {
    JsonObject validation = new JsonArray(Fixtures.text("eventgrid-validation")).getJsonObject(0);
    MultiMap says = headers("evgs-relay", "SubscriptionValidation");
    Received silent = read(Fixtures.text("eventgrid-validation"));
    assertThat(silent.answer().json()).isEmpty();
    assertThat(silent.kinds()).containsExactly(Kind.VALIDATION);
    for (String body : List.of(grid().encode(), new JsonArray().add(validation).add(grid()).encode(), "[]", "{}",
        with(validation.copy(), e -> e.getJsonObject("data").remove("validationCode")).encode(),
        with(validation.copy(), e -> e.getJsonObject("data").put("validationCode", "a\nb")).encode(),
        with(cloud(), e -> e.put("type", "Microsoft.EventGrid.SubscriptionValidationEvent")).encode())) {
      assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(body, says))
          .satisfies(refusal -> assertThat(refusal.problem()).isInstanceOf(Problem.Malformed.class));
    }
  }
}
