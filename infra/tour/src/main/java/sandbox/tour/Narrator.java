package sandbox.tour;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Tells in the terminal what happens. */
final class Narrator {
  private final PrintStream out;
  private int step;

  Narrator(PrintStream out) {
    this.out = out;
  }

  void scene(String what) {
    out.printf("%n%d. %s%n", ++step, what);
  }

  void line(String what) {
    out.println("   " + what);
  }

  void failed(String what) {
    out.println("   NOT AS EXPECTED: " + what);
  }

  /** The rollout's own timeline, as the API tells it. */
  void timeline(JsonObject rollout) {
    Instant first = Instant.parse(rollout.getString("opened"));
    out.printf("   rollout %d, caused by a %s:%n", rollout.getLong("id"), rollout.getString("cause"));
    for (Object each : rollout.getJsonArray("timeline")) {
      JsonObject moment = (JsonObject) each;
      Duration after = Duration.between(first, Instant.parse(moment.getString("at")));
      out.printf("     %6.1f s  %-12s %s%n", after.toMillis() / 1000.0, moment.getString("state"),
          moment.getString("sentence"));
    }
  }

  void whatToTry(Stage stage, Path relayJar) {
    String relay = "java -jar " + relayJar.normalize() + " ";
    String url = " --url http://127.0.0.1:" + stage.relayPort();
    out.printf("""

        Everything stays up until you press Ctrl-C. Look at
          the web app          %s
          the relay's metrics  http://127.0.0.1:%d/metrics
        and try, in another terminal (with Java 25):
          %sstatus%s
          %shistory reviews%s
          %sdeploy reviews --tag 2.0.0 --reason "just trying" --wait%s
        Or run a relay of your own against this sandbox: end the tour's one, change its configuration as you like (say
        server.port %d, and pushes reach it at once), and start it again from its journal:
          kill %d
          %s
        """, stage.app().address(), stage.managementPort(), relay, url, relay, url, relay, url, stage.relayPort(),
        stage.relay().pid(), stage.relay().again());
  }
}
