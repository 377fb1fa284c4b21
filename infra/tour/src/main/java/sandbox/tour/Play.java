package sandbox.tour;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import sandbox.wire.RequestLog;

/** The scenes, each checked where it counts: at the app's own address, at ARM and at the registry. */
final class Play {
  private static final Map<String, String> WORKING = Map.of("REVIEWS_STORE", "/tmp/reviews/reviews.db");
  private final Stage stage;
  private final Narrator told;
  private final HttpClient client = HttpClient.newHttpClient();
  private long last;
  private boolean asTold = true;

  Play(Stage stage, Narrator told) {
    this.stage = stage;
    this.told = told;
  }
  /** True when every scene ended as told. */
  boolean play() throws Exception {
    String placeholder = stage.app().linuxFxVersion();
    told.line("the app runs " + placeholder + ", which the relay only looked at");
    expect(writes() == 0, "the relay wrote to ARM before anything was pushed");

    told.scene("docker push reviews:live (1.0.0): the first image goes live");
    String v1 = stage.push("1.0.0", WORKING);
    scene("healthy", v1, "1.0.0");

    told.scene("docker push reviews:live (2.0.0): a new version rolls out");
    String v2 = stage.push("2.0.0", WORKING);
    scene("healthy", v2, "2.0.0");

    told.scene("docker push reviews:live (3.0.0): a broken one, whose store cannot be opened");
    String _ = stage.push("3.0.0", Map.of("REVIEWS_STORE", "/proc/nowhere/reviews.db"));
    scene("rolled-back", v2, "2.0.0");

    told.scene("POST /api/v1/apps/reviews/rollback: somebody wants 1.0.0 back");
    ask("/api/v1/apps/reviews/rollback",
        Optional.of(new JsonObject().put("to", v1).put("reason", "2.0.0 shows the wrong prices")));
    scene("healthy", v1, "1.0.0");
    return asTold;
  }
  /** Waits for the next rollout's end, tells it, and looks whether the world is as it says. */
  private void scene(String end, String digest, String version) throws Exception {
    JsonObject rollout = awaitSettled();
    told.timeline(rollout);
    expect(end.equals(rollout.getString("state")), "the rollout ended " + rollout.getString("state") + ", not " + end);
    if (end.equals("healthy")) {
      JsonObject evidence = rollout.getJsonObject("evidence", new JsonObject());
      expect(evidence != null && "proven".equals(evidence.getString("grade")), "the evidence is not proven");
    }
    String wanted = "DOCKER|" + stage.sandbox().registry().host() + "/" + Stage.REPOSITORY + "@" + digest;
    expect(wanted.equals(stage.app().linuxFxVersion()), "ARM says " + stage.app().linuxFxVersion());
    expect(Optional.of(digest).equals(stage.sandbox().registry().digestOf(Stage.REPOSITORY, version)),
        "the registry's " + version + " is another digest");
    String page = stage.app().awaitServing(body -> body.contains(version), Tour.PATIENCE);
    expect(page.contains(version), "the app does not serve " + version);
    told.line("=> the app serves " + version + ", and ARM names " + digest.substring(0, 19) + "...");
  }
  private JsonObject awaitSettled() throws Exception {
    long end = System.nanoTime() + Tour.PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var newest = ask("/api/v1/rollouts?app=reviews&limit=1", Optional.empty()).getJsonArray("rollouts");
      if (!newest.isEmpty()) {
        JsonObject rollout = newest.getJsonObject(0);
        if (rollout.getLong("id") > last && rollout.getBoolean("settled")) {
          last = rollout.getLong("id");
          return ask("/api/v1/rollouts/" + last, Optional.empty());
        }
      }
      Thread.sleep(100);
    }
    throw new IOException("no rollout ended within " + Tour.PATIENCE.toSeconds() + " s");
  }
  private JsonObject ask(String path, Optional<JsonObject> body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stage.relayPort() + path))
        .timeout(Duration.ofSeconds(10));
    body.ifPresent(json -> request.header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json.encode())));
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return new JsonObject(answer.body());
  }
  private long writes() {
    return stage.sandbox().arm().requests().entries(RequestLog.Entry::isWrite).stream()
        .filter(entry -> entry.method().equals("PATCH") || entry.method().equals("PUT")).count();
  }
  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      asTold = false;
      told.failed(otherwise);
    }
  }
}
