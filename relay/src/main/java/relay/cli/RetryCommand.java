package relay.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.ApiClient;
import relay.cli.client.Arguments;

/** {@code relay retry}: tries again what a rollout was for. */
@Command(name = "retry", description = "Try again what a rollout was for, or start a pending retry now.", mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "ROLLOUT", description = "Its number.")
  String rollout = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  @Mixin
  Wait wait = new Wait();

  RetryCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    ApiClient api = relay.api();
    return wait.follow(relay, api,
        api.post("rollouts/" + Arguments.rollout(rollout) + "/retry", Arguments.because(reason)), Wait.Purpose.BRING);
  }
}
