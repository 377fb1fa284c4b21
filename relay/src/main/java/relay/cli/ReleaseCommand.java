package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.Arguments;
import relay.cli.client.ExitCode;

/** {@code relay release}: takes the stop sign away. */
@Command(name = "release", description = "End the hold of an app; its newest candidate is considered again.", mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "APP")
  String app = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  ReleaseCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().post("apps/" + Arguments.app(app) + "/release", Arguments.because(reason));
    if (relay.json()) {
      relay.print(answer);
    } else {
      relay.out().println(app + " is released");
    }
    return ExitCode.OK.code();
  }
}
