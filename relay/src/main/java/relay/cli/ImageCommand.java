package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.Arguments;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;

/** {@code relay image}: the image that an app runs, alone on a line, for infrastructure code. */
@Command(name = "image", description = "Print the image that an app runs, for infrastructure code.", mixinStandardHelpOptions = true)
final class ImageCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "APP")
  String app = "";

  @Option(names = "--linux-fx-version", description = "Print it as the site's linuxFxVersion has it: DOCKER|...")
  boolean linuxFxVersion;

  ImageCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    JsonNode answer = relay.api().get("apps/" + Arguments.app(app) + "/image");
    if (relay.json()) {
      relay.print(answer);
    } else {
      relay.out().println(Shown.text(answer, linuxFxVersion ? "linuxFxVersion" : "image"));
    }
    return ExitCode.OK.code();
  }
}
