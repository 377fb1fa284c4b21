package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code relay status}: every app, or one: what it runs, how it is, and what stands in its way. */
@Command(name = "status", description = "Show every app, or one: what it runs, how it is, its hold.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(arity = "0..1", paramLabel = "APP", description = "Only this app.")
  Optional<String> app = Optional.empty();

  StatusCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().get(app.map(name -> "apps/" + Arguments.app(name)).orElse("apps"));
    if (relay.json()) {
      relay.print(answer);
      return ExitCode.OK.code();
    }
    List<JsonNode> apps = new ArrayList<>();
    if (app.isPresent()) {
      apps.add(answer);
    } else {
      answer.path("apps").forEach(apps::add);
    }
    Table table = new Table("APP", "MODE", "CONDITION", "LIVE", "TAG", "TARGET", "ROLLOUT", "STATE", "HOLD");
    for (JsonNode each : apps) {
      table.row(Shown.text(each, "name"), Shown.text(each, "mode"), Shown.text(each, "condition"),
          Shown.brief(each, "live"), Shown.text(each, "liveTag"), Shown.brief(each, "target"),
          Shown.text(each, "rollout"), Shown.text(each, "state"), hold(each.path("hold")));
    }
    table.print(relay.out());
    apps.forEach(this::trouble);
    return ExitCode.OK.code();
  }

  private void trouble(JsonNode each) {
    String detail = Shown.text(each.path("lastLook"), "detail");
    if (!detail.isEmpty()) {
      relay.out().println(Shown.text(each, "name") + ": " + detail);
    }
    for (JsonNode digest : each.path("rejected")) {
      relay.out().println(Shown.text(each, "name") + " rejects " + Shown.brief(digest, "digest") + ": "
          + Shown.text(digest, "why"));
    }
  }

  static String hold(JsonNode hold) {
    return hold.isObject() ? Shown.text(hold, "who") + ": " + Shown.text(hold, "why") : "";
  }
}
