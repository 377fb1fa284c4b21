package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.Arguments;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;
import relay.cli.client.Table;

/** {@code relay status}: every app, or one: what it runs, how it is, and what stands in its way. */
@Command(name = "status", description = "Show every app, or one: what it runs, how it is, its hold.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final Set<String> TROUBLE = Set.of("stuck", "unwell", "drifted", "unseen");
  private final RelayCommand relay;

  @Parameters(arity = "0..1", paramLabel = "APP", description = "Only this app.")
  Optional<String> app = Optional.empty();

  @Option(names = "--check", description = "End with exit code 10 if an app is stuck, unwell, drifted or unseen.")
  boolean check;

  StatusCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().get(app.map(name -> "apps/" + Arguments.app(name)).orElse("apps"));
    List<JsonNode> apps = new ArrayList<>();
    if (app.isPresent()) {
      apps.add(answer);
    } else {
      answer.path("apps").forEach(apps::add);
    }
    if (relay.json()) {
      relay.print(answer);
    } else {
      table(apps).print(relay.out());
      apps.forEach(this::trouble);
    }
    boolean needsSomebody = check && apps.stream().anyMatch(each -> TROUBLE.contains(Shown.text(each, "condition")));
    return (needsSomebody ? ExitCode.NEEDS_SOMEBODY : ExitCode.OK).code();
  }

  private static Table table(List<JsonNode> apps) {
    Table table = new Table("APP", "MODE", "CONDITION", "LIVE", "FROM TAG", "TARGET", "ROLLOUT", "STATE", "HOLD");
    for (JsonNode each : apps) {
      table.row(Shown.text(each, "name"), Shown.text(each, "mode"), Shown.text(each, "condition"),
          Shown.brief(each, "live"), Shown.text(each, "liveTag"),
          Shown.brief(each, isGoingBack(each) ? "rollbackTarget" : "target"),
          Shown.text(each, "rollout"), Shown.text(each, "state"), hold(each.path("hold")));
    }
    return table;
  }

  /** Then what it is about to run is not what was to be brought. */
  private static boolean isGoingBack(JsonNode each) {
    return Shown.text(each, "state").equals("restoring");
  }

  /** What the last look showed counts only while it is what the condition was made of. */
  private void trouble(JsonNode each) {
    String name = Shown.text(each, "name");
    String condition = Shown.text(each, "condition");
    JsonNode look = each.path("lastLook");
    if (TROUBLE.contains(condition) && !condition.equals("stuck")) {
      String code = Shown.text(look, "code");
      relay.out().println(name + " is " + condition + " since " + Shown.time(look, "since") + ": "
          + Shown.text(look, "detail") + (code.equals(condition) ? "" : " (" + code + ")"));
    }
    String why = Shown.text(each, "why");
    if (!why.isEmpty()) {
      relay.out()
          .println("rollout " + Shown.text(each, "rollout") + " of " + name + " is " + Shown.text(each, "state") + ": "
              + why);
    }
    for (JsonNode digest : each.path("rejected")) {
      relay.out().println(name + " rejects " + Shown.brief(digest, "digest") + ": " + Shown.text(digest, "why"));
    }
  }

  static String hold(JsonNode hold) {
    return hold.isObject() ? Shown.text(hold, "who") + ": " + Shown.text(hold, "why") : "";
  }
}
