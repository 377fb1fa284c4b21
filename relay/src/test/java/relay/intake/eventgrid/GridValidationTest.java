package relay.intake.eventgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static relay.intake.Fixtures.codes;
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
import org.junit.jupiter.params.provider.CsvSource;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.intake.Fixtures;
import relay.intake.ParsedDelivery;

/** The handshake of the Event Grid schema. */
class GridValidationTest {
  @Test
  void a_validation_code_that_is_a_list_is_refused_at_once() {
    var event = new JsonArray(Fixtures.text("eventgrid-validation")).getJsonObject(0);
    event.getJsonObject("data").put("validationCode", new JsonArray("[{},{}]"));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> read(event.encode(), headers("EVGS-RELAY", "SubscriptionValidation"))));
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
    ParsedDelivery silent = read(Fixtures.text("eventgrid-validation"));
    assertThat(silent.answer().json()).isEmpty();
    assertThat(codes(silent)).containsExactly("stray-validation");
    for (String body : List.of(grid().encode(), new JsonArray().add(validation).add(grid()).encode(), "[]", "{}",
        with(validation.copy(), e -> e.getJsonObject("data").remove("validationCode")).encode(),
        with(validation.copy(), e -> e.getJsonObject("data").put("validationCode", "a\nb")).encode(),
        with(cloud(), e -> e.put("type", "Microsoft.EventGrid.SubscriptionValidationEvent")).encode())) {
      assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(body, says))
          .satisfies(refusal -> assertThat(refusal.problem()).isInstanceOf(Problem.Malformed.class));
    }
  }
}
