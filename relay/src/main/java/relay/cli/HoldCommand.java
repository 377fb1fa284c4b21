package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.Arguments;
import relay.cli.client.ExitCode;

/** {@code relay hold}: a stop sign for automatic rollouts. */
@Command(name = "hold", description = "Let automatic rollouts of an app wait; deploy and rollback still work.", mixinStandardHelpOptions = true)
final class HoldCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "APP")
  String app = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  HoldCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().post("apps/" + Arguments.app(app) + "/hold", Arguments.because(reason));
    if (relay.json()) {
      relay.print(answer);
    } else {
      relay.out().println(app + " is held by " + StatusCommand.hold(answer.path("hold")));
    }
    return ExitCode.OK.code();
  }
}
