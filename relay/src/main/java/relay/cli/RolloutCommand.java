package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import relay.cli.client.Arguments;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;
import relay.cli.client.Table;

/** {@code relay rollout}: one rollout and what happened in it. */
@Command(name = "rollout", aliases = "show", description = "Show one rollout with its timeline.", mixinStandardHelpOptions = true)
final class RolloutCommand implements Callable<Integer> {
  private static final int NAMES = 14;
  private final RelayCommand relay;

  @Parameters(paramLabel = "ROLLOUT", description = "Its number.")
  String rollout = "";

  RolloutCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().get("rollouts/" + Arguments.rollout(rollout));
    if (relay.json()) {
      relay.print(answer);
      return ExitCode.OK.code();
    }
    line("rollout", Shown.text(answer, "id") + " of " + Shown.text(answer, "app"));
    line("state", Shown.text(answer, "state"));
    line("wanted", Shown.text(answer, "wanted"));
    line("digest", Shown.text(answer, "digest"));
    line("tag", Shown.text(answer, "tag"));
    line("previous", Shown.text(answer, "previous"));
    line("goes back to", Shown.text(answer, "rollbackTarget"));
    line("cause", Shown.text(answer, "cause"));
    line("who", Shown.text(answer, "who"));
    line("reason", Shown.text(answer, "reason"));
    JsonNode evidence = answer.path("evidence");
    line("evidence", evidence.isObject() ? Shown.text(evidence, "grade") + ", " + Shown.text(evidence, "how") : "");
    line("blame", Shown.text(answer, "blame"));
    line("why", Shown.text(answer, "why"));
    line("code", Shown.text(answer, "code"));
    line("follow", Shown.text(answer, "follow"));
    line("not before", Shown.time(answer, "notBefore"));
    line("opened", Shown.time(answer, "opened"));
    line("changed", Shown.time(answer, "changed"));
    relay.out().println();
    Table timeline = new Table("AT", "STATE", "WHAT HAPPENED");
    for (JsonNode moment : answer.path("timeline")) {
      timeline.row(Shown.time(moment, "at"), Shown.text(moment, "state"), Shown.text(moment, "sentence"));
    }
    timeline.print(relay.out());
    return ExitCode.OK.code();
  }

  private void line(String name, String value) {
    if (!value.isEmpty()) {
      relay.out().println(name + " ".repeat(NAMES - name.length()) + value);
    }
  }
}
