package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.Arguments;
import relay.cli.client.CommandException;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;
import relay.cli.client.Table;

/** {@code relay history}: the newest rollouts first. */
@Command(name = "history", description = "List rollouts, the newest first.", mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(arity = "0..1", paramLabel = "APP", description = "Only those of this app.")
  Optional<String> app = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many at most (${DEFAULT-VALUE}).")
  int limit = 20;

  HistoryCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > 200) {
      throw new CommandException(ExitCode.USAGE, "--limit is not 1 to 200");
    }
    String of = app.map(name -> "app=" + Arguments.app(name) + "&").orElse("");
    JsonNode answer = relay.api().get("rollouts?" + of + "limit=" + limit);
    if (relay.json()) {
      relay.print(answer);
      return ExitCode.OK.code();
    }
    Table table = new Table("ROLLOUT", "APP", "OPENED", "CAUSE", "WHO", "DIGEST", "TAG", "STATE", "EVIDENCE", "WHY");
    for (JsonNode rollout : answer.path("rollouts")) {
      table.row(Shown.text(rollout, "id"), Shown.text(rollout, "app"), Shown.time(rollout, "opened"),
          Shown.text(rollout, "cause"), Shown.text(rollout, "who"), Shown.brief(rollout, "digest"),
          Shown.text(rollout, "tag"), Shown.text(rollout, "state"), Shown.text(rollout.path("evidence"), "grade"),
          Shown.text(rollout, "why"));
    }
    table.print(relay.out());
    return ExitCode.OK.code();
  }
}
