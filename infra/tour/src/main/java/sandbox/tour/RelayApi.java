package sandbox.tour;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks the relay's API, as anybody on this machine may. */
final class RelayApi {
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  RelayApi(int port) {
    this.port = port;
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return ask(path, Optional.empty());
  }

  JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
    return ask(path, Optional.of(body));
  }

  private JsonObject ask(String path, Optional<JsonObject> body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(20));
    body.ifPresent(json -> request.header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json.encode())));
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  /** The app's rollouts, the newest first. */
  JsonArray rollouts(String app) throws IOException, InterruptedException {
    return get("/api/v1/rollouts?app=" + app + "&limit=50").getJsonArray("rollouts");
  }

  /** Waits for the end of a rollout of the app that is younger than {@code last}; with its timeline. */
  JsonObject awaitSettled(String app, long last, Duration atMost) throws IOException, InterruptedException {
    return await(app, last, rollout -> rollout.getBoolean("settled"), atMost);
  }

  /** As {@link #awaitSettled}, for a state by its label. */
  JsonObject await(String app, long last, String state, Duration atMost) throws IOException, InterruptedException {
    return await(app, last, rollout -> state.equals(rollout.getString("state")), atMost);
  }

  /** The newest deliveries first, each with what was decided on it so far. */
  JsonArray deliveries() throws IOException, InterruptedException {
    return get("/api/v1/deliveries?limit=200").getJsonArray("deliveries");
  }

  private JsonObject await(String app, long last, Predicate<JsonObject> there, Duration atMost)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < end) {
      for (Object each : rollouts(app)) {
        JsonObject rollout = (JsonObject) each;
        if (rollout.getLong("id") > last && there.test(rollout)) {
          return get("/api/v1/rollouts/" + rollout.getLong("id"));
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("no rollout of " + app + " was there within " + atMost.toSeconds() + " s: "
        + rollouts(app).encode());
  }
}
