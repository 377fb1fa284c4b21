package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.Arguments;
import relay.cli.client.ExitCode;

/** {@code relay unreject}: a rejected digest may be tried again. */
@Command(name = "unreject", description = "Let a rejected digest be tried on an app again.", mixinStandardHelpOptions = true)
final class UnrejectCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(index = "0", paramLabel = "APP")
  String app = "";

  @Parameters(index = "1", paramLabel = "DIGEST")
  String digest = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  UnrejectCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().post("apps/" + Arguments.app(app) + "/unreject",
        Arguments.because(reason).put("digest", Arguments.digest(digest)));
    if (relay.json()) {
      relay.print(answer);
    } else {
      relay.out().println(app + " may try " + digest + " again");
    }
    return ExitCode.OK.code();
  }
}
