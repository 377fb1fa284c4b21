package relay.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.ApiClient;
import relay.cli.client.Arguments;

/** {@code relay cancel}: ends a rollout; one that touched its app is put back. */
@Command(name = "cancel", description = "End a rollout; if it touched the app already, put the app back.", mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "ROLLOUT", description = "Its number.")
  String rollout = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  @Mixin
  Wait wait = new Wait();

  CancelCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    ApiClient api = relay.api();
    return wait.follow(relay, api,
        api.post("rollouts/" + Arguments.rollout(rollout) + "/cancel", Arguments.because(reason)), Wait.Purpose.END);
  }
}
