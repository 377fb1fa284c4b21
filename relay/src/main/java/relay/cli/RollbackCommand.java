package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.cli.client.ApiClient;
import relay.cli.client.Arguments;
import relay.cli.client.Shown;

/** {@code relay rollback}: goes back, and keeps the next push from undoing it. */
@Command(name = "rollback", mixinStandardHelpOptions = true, description = "Go back to what ran before, or to the image given. Then the app is held and the digest left is "
    + "rejected.")
final class RollbackCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "APP")
  String app = "";

  @Option(names = "--to", paramLabel = "ROLLOUT|DIGEST", description = "Where to go back to.")
  Optional<String> to = Optional.empty();

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For the record.")
  Optional<String> reason = Optional.empty();

  @Option(names = "--keep-left", description = "Do not reject the digest that is left.")
  boolean keepLeft;

  @Mixin
  Wait wait = new Wait();

  RollbackCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    ObjectNode body = Arguments.because(reason);
    to.ifPresent(where -> body.put("to", Arguments.rolloutOrDigest(where)));
    if (keepLeft) {
      body.put("keepLeft", true);
    }
    ApiClient api = relay.api();
    JsonNode accepted = api.post("apps/" + Arguments.app(app) + "/rollback", body);
    return wait.follow(relay, api, accepted, stopsAnother(accepted) ? Wait.Purpose.END : Wait.Purpose.BRING);
  }

  /** Whether it ends a rollout that was under way: restored is what was asked for then. */
  private static boolean stopsAnother(JsonNode accepted) {
    return accepted.path("joined").asBoolean() && !Shown.text(accepted, "cause").equals("rollback");
  }
}
