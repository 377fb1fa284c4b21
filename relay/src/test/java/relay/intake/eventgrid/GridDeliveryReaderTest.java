package relay.intake.eventgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static relay.intake.Fixtures.codes;
import static relay.intake.Fixtures.sentences;
import static relay.intake.eventgrid.GridEvents.TOPIC;
import static relay.intake.eventgrid.GridEvents.cloud;
import static relay.intake.eventgrid.GridEvents.grid;
import static relay.intake.eventgrid.GridEvents.headers;
import static relay.intake.eventgrid.GridEvents.read;
import static relay.intake.eventgrid.GridEvents.with;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.intake.ParsedDelivery;
import relay.intake.json.JsonFaultException;

/** Single objects, batches and oddities of both schemas: each has its outcome. */
class GridDeliveryReaderTest {
  private static void assertIgnored(JsonObject event, String code, String why) {
    ParsedDelivery received = read(event.encode());
    assertThat(codes(received)).containsExactly(code);
    assertThat(received.delivery().pushes()).isEmpty();
    assertThat(sentences(received.delivery())).singleElement().asString().contains(why);
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
    ParsedDelivery received = read(new JsonArray().add(grid()).add(cloud()).encode());
    assertThat(codes(received)).containsExactly("push", "push");
    assertThat(received.delivery().action()).isEqualTo("batch");
    assertThat(received.delivery().event()).isEmpty();
  }

  @Test
  void an_event_that_a_batch_repeats_counts_once() {
    ParsedDelivery received = read(new JsonArray().add(grid()).add(grid()).encode());
    assertThat(codes(received)).containsExactly("push", "repeated");
    assertThat(received.delivery().pushes()).hasSize(1);
    assertThat(sentences(received.delivery()))
        .containsExactly("event 2: a repeat of an earlier event in this delivery");
  }

  @Test
  void an_old_unqualified_type_is_understood() {
    assertThat(codes(read(with(grid(), e -> e.put("eventType", "ImagePushed")).encode()))).containsExactly("push");
    assertThat(codes(read(with(cloud(), e -> e.put("type", "ImagePushed")).encode()))).containsExactly("push");
  }

  @Test
  void the_subject_is_never_used() {
    assertThat(read(with(grid(), e -> e.put("subject", "crreviewsprod.azurecr.io/reviews/web:1.8.0")).encode())
        .delivery().pushes()).singleElement()
        .satisfies(push -> assertThat(push.image()).hasToString("crreviewsprod.azurecr.io/reviews/web:1.8.0"));
    assertThat(read(with(grid(), e -> e.put("subject", "evil/x:1")).encode()).delivery().pushes()).singleElement()
        .satisfies(push -> assertThat(push.image().repository()).isEqualTo("reviews/web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Microsoft.Storage.BlobCreated", "ImagePushed2", "Evil.ImagePushed",
      "Microsoft.EventGrid.ImagePushed", "SubscriptionDeletedEvent"})
  void an_unknown_type_is_recorded_as_other(String type) {
    assertIgnored(with(grid(), e -> e.put("eventType", type)), "unknown-type", "does not know this event type");
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
  void an_event_is_read_to_its_end_whatever_stands_in_place_of_a_text(String member) {
    for (Object odd : List.of(new JsonArray("[{},{}]"), new JsonArray("[{\"a\":1}]"), new JsonArray("[[[]]]"),
        new JsonObject("{\"a\":{\"b\":[{}]}}"), new JsonObject(), true, 7)) {
      for (JsonObject event : List.of(grid(), cloud())) {
        put(event, member, odd);
        ParsedDelivery received = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(event.encode()));
        assertThat(codes(received)).as(event.encode()).hasSize(1);
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
  void a_list_in_an_unknown_member_is_ignored() {
    assertThat(codes(read(with(grid(), e -> e.getJsonObject("data").put("layers", new JsonArray("[{},{}]"))).encode())))
        .containsExactly("push");
  }

  @Test
  void missing_data_is_recorded_apart_from_data_of_another_type() {
    assertIgnored(with(grid(), e -> e.remove("data")), "no-data", "no data");
    assertIgnored(with(cloud(), e -> e.putNull("data")), "no-data", "no data");
    assertIgnored(with(grid(), e -> e.put("data", "{\"action\":\"push\"}")), "other-data", "does not fit its type");
    assertIgnored(with(cloud(), e -> e.put("data", new JsonArray())), "other-data", "does not fit its type");
    assertIgnored(with(cloud(), e -> e.put("data_base64", "e30=").remove("data")), "no-data", "no data");
  }

  @Test
  void what_the_library_cannot_read_is_one_bad_event() {
    assertIgnored(with(grid(), e -> e.remove("subject")), "other-data", "does not fit its type");
    assertIgnored(with(cloud(), e -> e.put("time", "yesterday")), "other-data", "does not fit its type");
  }

  @Test
  void a_known_member_of_another_type_counts_as_absent() {
    assertIgnored(with(grid(), e -> e.getJsonObject("data").remove("target")), "invalid-repository", "repository");
    assertIgnored(with(grid(), e -> e.getJsonObject("data").put("target", "text")), "invalid-repository",
        "repository");
    assertIgnored(with(cloud(), e -> e.getJsonObject("data").getJsonObject("target").put("tag", 1)), "untagged",
        "without a tag");
  }

  @Test
  void an_empty_text_counts_as_absent() {
    assertIgnored(with(grid(), e -> e.put("id", "")), "other-schema", "its id or type is missing");
    assertIgnored(with(cloud(), e -> e.put("type", "")), "other-schema", "its id or type is missing");
    assertIgnored(with(cloud(), e -> e.getJsonObject("data").getJsonObject("target").put("tag", "")), "untagged",
        "without a tag");
    JsonObject bare = with(grid(), e -> e.getJsonObject("data").getJsonObject("target").put("digest", ""));
    assertThat(read(bare.encode()).delivery().pushes()).singleElement()
        .satisfies(push -> assertThat(push.digest()).isEmpty());
    JsonObject edge = with(grid(),
        e -> e.getJsonObject("data").put("connectedRegistry", new JsonObject().put("name", "")));
    assertThat(codes(read(edge.encode()))).containsExactly("push");
  }

  @Test
  void a_deletion_with_an_empty_tag_is_the_deletion_of_its_manifest() {
    JsonObject deletion = with(grid(), e -> e.put("eventType", "Microsoft.ContainerRegistry.ImageDeleted")
        .getJsonObject("data").getJsonObject("target").put("tag", ""));
    assertThat(read(deletion.encode()).delivery().deletions()).singleElement().satisfies(deleted -> {
      assertThat(deleted.digest()).isPresent();
      assertThat(deleted.tag()).isEmpty();
    });
  }

  /** Azure's classes take an object in the place of a text for the end of the event, and then read the base64 alone. */
  @Test
  void data_in_base64_never_reaches_the_library() {
    JsonObject event = with(cloud(), e -> e.put("data_base64", "eyJpZCI6W119").put("subject", new JsonObject()));
    ParsedDelivery received = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(event.encode()));
    assertThat(codes(received)).hasSize(1);
    JsonObject hollow = with(event.copy(), e -> e.put("data", new JsonObject()));
    assertThat(codes(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(hollow.encode())))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "1", "0.3", "1.1"})
  void another_specversion_is_refused_though_the_library_takes_it(String version) {
    assertIgnored(with(cloud(), e -> e.put("specversion", version)), "other-version", "specversion");
  }

  @Test
  void a_specversion_that_is_no_text_is_refused() {
    assertIgnored(with(cloud(), e -> e.put("specversion", 1.0)), "other-version", "specversion");
  }

  @Test
  void a_push_to_a_connected_registry_is_not_acted_on() {
    assertIgnored(
        with(grid(), e -> e.getJsonObject("data").put("connectedRegistry", new JsonObject().put("name", "edge"))),
        "connected-registry", "connected registry");
  }

  @Test
  void another_host_topic_or_subscription_is_recorded_and_ignored() {
    assertIgnored(with(grid(), e -> e.getJsonObject("data").getJsonObject("request").put("host", "evil.azurecr.io")),
        "other-host", "evil.azurecr.io");
    assertIgnored(with(grid(), e -> e.put("topic", TOPIC + "2")), "other-topic", "topic");
    assertIgnored(with(grid(), e -> e.remove("topic")), "other-topic", "topic");
    assertThat(codes(read(with(cloud(), e -> e.put("source", TOPIC.toUpperCase(java.util.Locale.ROOT))).encode())))
        .containsExactly("push");
    assertThat(codes(read(grid().encode(), headers("other", "Notification"))))
        .containsExactly("other-subscription");
    assertThat(codes(read(grid().encode(), MultiMap.caseInsensitiveMultiMap())))
        .containsExactly("other-subscription");
  }

  @Test
  void an_empty_list_is_recorded_without_events() {
    ParsedDelivery received = read("[]");
    assertThat(codes(received)).isEmpty();
    assertThat(received.answer().status()).isEqualTo(200);
    assertThat(received.delivery().action()).isEqualTo("empty");
  }

  @Test
  void items_that_are_not_events_do_not_affect_the_others() {
    String good = grid().encode();
    ParsedDelivery received = read(
        "[1,null,\"x\",[[]],{},{\"id\":\"1\"},{\"a\":1,\"a\":2}," + "{\"a\":".repeat(40) + "1"
            + "}".repeat(40) + "," + good + "]");
    assertThat(codes(received)).hasSize(9).endsWith("push");
    assertThat(codes(received).subList(0, 8)).containsExactly("unreadable", "unreadable", "unreadable", "unreadable",
        "other-schema", "other-schema", "unreadable", "unreadable");
    assertThat(received.delivery().pushes()).hasSize(1);
    assertThat(sentences(received.delivery())).anySatisfy(why -> assertThat(why).contains("nested deeper than 32"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3cret", "[", "[{}", "{", "{}{}", "[] []", "[{},]", "5", "\"s3cret\"", "null",
      "{'a':1}"})
  void what_is_not_json_or_neither_object_nor_list_is_refused_without_repeating_it(String body) {
    assertThatExceptionOfType(JsonFaultException.class).isThrownBy(() -> read(body))
        .satisfies(refusal -> assertThat(refusal.fault().sentence("the body")).doesNotContain("s3cret"));
  }

  @Test
  void more_events_than_event_grid_sends_are_refused() {
    assertThat(codes(read("[" + "{},".repeat(4999) + "{}]"))).hasSize(5000);
    assertThatExceptionOfType(JsonFaultException.class).isThrownBy(() -> read("[" + "{},".repeat(5000) + "{}]"))
        .satisfies(refusal -> assertThat(refusal.fault().code()).isEqualTo("too-many-events"));
  }

  @Test
  void each_reason_of_a_large_batch_is_recorded_once() {
    ParsedDelivery received = read("[" + "{},".repeat(99) + grid().encode() + "]");
    assertThat(sentences(received.delivery())).singleElement().asString().startsWith("events 1, 2, 3,")
        .contains(" and 79 more: ").hasSizeLessThan(200);
  }
}
