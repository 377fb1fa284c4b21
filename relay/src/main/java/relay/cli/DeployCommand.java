package relay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.ApiClient;
import relay.cli.client.Arguments;
import relay.cli.client.CommandException;
import relay.cli.client.ExitCode;

/** {@code relay deploy}: asks for an image by tag or digest. */
@Command(name = "deploy", description = "Bring an app to a tag's present digest, or to a digest.", mixinStandardHelpOptions = true)
final class DeployCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "APP")
  String app = "";

  @Option(names = "--tag", paramLabel = "TAG", description = "A tag of the app's repository, pinned now.")
  Optional<String> tag = Optional.empty();

  @Option(names = "--digest", paramLabel = "DIGEST", description = "A digest of the app's repository.")
  Optional<String> digest = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  @Option(names = "--accept-no-rollback-target", description = "Go on even if there is no rollback target.")
  boolean acceptNoRollbackTarget;

  @Mixin
  Wait wait = new Wait();

  DeployCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    if (tag.isPresent() == digest.isPresent()) {
      throw new CommandException(ExitCode.USAGE, "say either --tag or --digest");
    }
    ObjectNode body = Arguments.because(reason);
    tag.ifPresent(name -> body.put("tag", Arguments.tag(name)));
    digest.ifPresent(value -> body.put("digest", Arguments.digest(value)));
    if (acceptNoRollbackTarget) {
      body.put("acceptNoRollbackTarget", true);
    }
    ApiClient api = relay.api();
    return wait.follow(relay, api, api.post("apps/" + Arguments.app(app) + "/deploy", body), Wait.Purpose.BRING);
  }
}
