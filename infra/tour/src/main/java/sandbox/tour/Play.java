package sandbox.tour;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import sandbox.wire.RequestLog;

/** The scenes, each checked where it counts: at the app's own address, at ARM and at the registry. */
final class Play {
  private static final Map<String, String> WORKING = Map.of("REVIEWS_STORE", "/tmp/reviews/reviews.db");
  private final Stage stage;
  private final Narrator narrator;
  private final RelayApi api;
  private long last;
  private boolean asExpected = true;

  Play(Stage stage, Narrator narrator) {
    this.stage = stage;
    this.narrator = narrator;
    this.api = new RelayApi(stage.relayPort());
  }

  /** True when every scene ended as expected. */
  boolean play() throws Exception {
    String placeholder = stage.app().linuxFxVersion();
    narrator.line("the app runs " + placeholder + ", which the relay only looked at");
    expect(writes() == 0, "the relay wrote to ARM before anything was pushed");

    narrator.scene("docker push reviews:live (1.0.0): the first image goes live");
    String v1 = stage.push("1.0.0", WORKING);
    scene("healthy", v1, "1.0.0");

    narrator.scene("docker push reviews:live (2.0.0): a new version rolls out");
    String v2 = stage.push("2.0.0", WORKING);
    scene("healthy", v2, "2.0.0");

    narrator.scene("docker push reviews:live (3.0.0): a broken one, whose store cannot be opened");
    String _ = stage.push("3.0.0", Map.of("REVIEWS_STORE", "/proc/nowhere/reviews.db"));
    scene("rolled-back", v2, "2.0.0");

    narrator.scene("POST /api/v1/apps/reviews/rollback: somebody wants 1.0.0 back");
    JsonObject _ = api.post("/api/v1/apps/reviews/rollback",
        new JsonObject().put("to", v1).put("reason", "2.0.0 shows the wrong prices"));
    scene("healthy", v1, "1.0.0");
    return asExpected;
  }

  /** Waits for the next rollout's end, tells it, and looks whether the world is as it says. */
  private void scene(String end, String digest, String version) throws Exception {
    JsonObject rollout = api.awaitSettled("reviews", last, Tour.PATIENCE);
    last = rollout.getLong("id");
    narrator.timeline(rollout);
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
    narrator.line("=> the app serves " + version + ", and ARM names " + digest.substring(0, 19) + "...");
  }

  private long writes() {
    return stage.sandbox().arm().requests().entries(RequestLog.Entry::isWrite).stream()
        .filter(entry -> entry.method().equals("PATCH") || entry.method().equals("PUT")).count();
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      asExpected = false;
      narrator.failed(otherwise);
    }
  }
}
