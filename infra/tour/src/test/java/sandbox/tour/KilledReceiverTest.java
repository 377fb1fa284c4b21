package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sandbox.AppOptions;
import sandbox.eventgrid.Schema;
import sandbox.eventgrid.Subscription;
import sandbox.platform.Mood;

/** SIGKILL, twice, while Event Grid tells every push four times: what it told is neither lost nor done twice. */
class KilledReceiverTest {
  private static final List<String> APPS = List.of("first", "second", "third");

  @Test
  void no_push_is_lost_and_none_starts_two_rollouts() throws Exception {
    try (Street street = new Street().image("v1", "healthy").image("v2", "healthy").image("v3", "healthy")
        .image("v4", "healthy").eventGrid("evgs-grid", "evgs-cloud")) {
      for (String app : APPS) {
        var _ = street.app(app, AppOptions.defaults().withLinuxFxVersion(street.linuxFxVersion("v1"))
            .withMood(Mood.usual()), "act");
      }
      List<Subscription> subscriptions = open(street);
      subscriptions.forEach(subscription -> subscription.duplicates(1));
      subscriptions.getFirst().loseAnswers(2);

      push(street, "v2");
      assertThat(subscriptions.getFirst().awaitAttempts(2, Street.PATIENCE)).isTrue();
      street.relay().kill(); // some of it told, some of it not, some of it told without an answer
      push(street, "v3");
      List<Subscription> _ = open(street);
      int told = subscriptions.getLast().attempts().size();
      push(street, "v4");
      assertThat(subscriptions.getLast().awaitAttempts(told + 1, Street.PATIENCE)).isTrue();
      street.relay().kill();
      List<Subscription> _ = open(street);

      assertThat(street.sandbox().eventGrid().awaitDelivered(Street.PATIENCE)).isTrue();
      assertThat(subscriptions).flatExtracting(Subscription::deadLetters).isEmpty();
      List<JsonObject> deliveries = awaitAll(() -> objects(street.api().deliveries()),
          delivery -> delivery.getJsonArray("pushes").isEmpty() || !delivery.getJsonArray("outcomes").isEmpty());
      List<JsonObject> pushes = deliveries.stream().flatMap(each -> objects(each.getJsonArray("pushes")).stream())
          .toList();
      for (String app : APPS) {
        List<JsonObject> rollouts = awaitAll(() -> objects(street.api().rollouts(app)),
            rollout -> rollout.getBoolean("settled"));
        assertThat(rollouts.getFirst().getString("digest")).as(app).isEqualTo(street.digest("v4"));
        for (String image : List.of("v2", "v3", "v4")) {
          String digest = street.digest(image);
          assertThat(pushes).as("%s of %s is recorded", image, app).anyMatch(push -> app.equals(push.getString("tag"))
              && digest.equals(push.getString("digest")));
          assertThat(rollouts.stream().filter(rollout -> digest.equals(rollout.getString("digest"))))
              .as("rollouts of %s for %s: %s", app, image, rollouts).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(rollouts).extracting(rollout -> rollout.getString("state")).as(app)
            .isSubsetOf("healthy", "superseded").contains("healthy");
        assertThat(street.sandbox().app(app).orElseThrow().linuxFxVersion()).isEqualTo(street.linuxFxVersion("v4"));
      }
    }
  }

  /** Starts the relay, with Event Grid as its only receiver. */
  private static List<Subscription> open(Street street) throws Exception {
    street.open();
    street.sandbox().registry().removeWebhook("relay");
    List<Subscription> subscriptions = List.of(street.subscribe("evgs-grid", Schema.EVENT_GRID),
        street.subscribe("evgs-cloud", Schema.CLOUD_EVENTS));
    assertThat(subscriptions).extracting(Subscription::state).containsOnly(Subscription.State.SUCCEEDED);
    return subscriptions;
  }

  private static void push(Street street, String image) {
    APPS.forEach(app -> street.push(app, image));
  }

  /** Asks until there are some and all of them are so. */
  private static List<JsonObject> awaitAll(Callable<List<JsonObject>> ask, Predicate<JsonObject> so) throws Exception {
    return Asking.until(ask, all -> !all.isEmpty() && all.stream().allMatch(so));
  }

  private static List<JsonObject> objects(JsonArray array) {
    Stream<JsonObject> all = array.stream().map(JsonObject.class::cast);
    return new ArrayList<>(all.toList());
  }
}
