package relay.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.ApiClient;
import relay.cli.client.Arguments;

/** {@code relay adopt} and {@code relay revert}: what a person says to a change that someone made past the relay. */
@Command(mixinStandardHelpOptions = true)
final class DriftCommand implements Callable<Integer> {
  private final RelayCommand relay;
  private final String act;

  @Parameters(paramLabel = "APP")
  String app = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  @Mixin
  Wait wait = new Wait();

  private DriftCommand(RelayCommand relay, String act) {
    this.relay = relay;
    this.act = act;
  }

  static CommandLine adopt(RelayCommand relay) {
    return named(new DriftCommand(relay, "adopt"),
        "Keep what someone else deployed past the relay: pin it, prove it, and go on from it.");
  }

  static CommandLine revert(RelayCommand relay) {
    return named(new DriftCommand(relay, "revert"),
        "Undo what someone else deployed past the relay: back to the digest that ran before.");
  }

  private static CommandLine named(DriftCommand command, String description) {
    var line = new CommandLine(command);
    line.getCommandSpec().name(command.act).usageMessage().description(description);
    return line;
  }

  @Override
  public Integer call() {
    ApiClient api = relay.api();
    return wait.follow(relay, api, api.post("apps/" + Arguments.app(app) + "/" + act, Arguments.because(reason)),
        Wait.Purpose.BRING);
  }
}
