package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code relay status}: every app, what it runs, and what stands in its way. */
@Command(name = "status", description = "Show every app: what it runs, its newest rollout, its hold.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private final RelayCommand relay;

  StatusCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().get("apps");
    if (relay.json()) {
      relay.print(answer);
      return ExitCode.OK.code();
    }
    Table table = new Table("APP", "MODE", "LIVE", "TAG", "ROLLOUT", "STATE", "HOLD");
    for (JsonNode app : answer.path("apps")) {
      table.row(Shown.text(app, "name"), Shown.text(app, "mode"), Shown.brief(app, "live"),
          Shown.text(app, "liveTag"), Shown.text(app, "rollout"), Shown.text(app, "state"), hold(app.path("hold")));
    }
    table.print(relay.out());
    for (JsonNode app : answer.path("apps")) {
      for (JsonNode digest : app.path("rejected")) {
        relay.out().println(Shown.text(app, "name") + " rejects " + Shown.brief(digest, "digest") + ": "
            + Shown.text(digest, "why"));
      }
    }
    return ExitCode.OK.code();
  }

  static String hold(JsonNode hold) {
    return hold.isObject() ? Shown.text(hold, "who") + ": " + Shown.text(hold, "why") : "";
  }
}
