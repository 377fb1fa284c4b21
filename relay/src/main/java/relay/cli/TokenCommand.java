package relay.cli;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import relay.api.ApiToken;
import relay.cli.client.ApiClient;
import relay.cli.client.CommandException;
import relay.cli.client.ExitCode;
import relay.config.ApiReader;
import relay.image.Digest;

/** {@code relay token}: tokens of the API. */
@Command(name = "token", description = "Make tokens for the API.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "new")
final class TokenCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandException(ExitCode.USAGE, "say relay token new --role ROLE --name NAME");
  }

  /** {@code relay token new}: shows a token this once, and the lines that make the relay know it. */
  @Command(name = "new", description = "Make a token; it is shown this once, and the relay keeps only its hash.", mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {
    private static final int BYTES = 32;

    private final RelayCommand relay;

    @Option(names = "--role", required = true, paramLabel = "viewer|operator|admin", description = "What it may do.")
    ApiToken.Role role = ApiToken.Role.VIEWER;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its holder, for the audit.")
    String name = "";

    New(RelayCommand relay) {
      this.relay = relay;
    }

    @Override
    public Integer call() {
      if (!ApiReader.isHolder(name)) {
        throw new CommandException(ExitCode.USAGE, "--name takes letters, digits and . _ @ -, at most 60");
      }
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      String token = "relay_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      String hash = Digest.of(token.getBytes(StandardCharsets.UTF_8)).value().substring("sha256:".length());
      String roleName = role.name().toLowerCase(Locale.ROOT);
      if (relay.json()) {
        relay.print(ApiClient.JSON.createObjectNode().put("token", token).put("name", name).put("role", roleName)
            .put("sha256", hash));
        return ExitCode.OK.code();
      }
      relay.out().println("The token, shown this once:");
      relay.out().println();
      relay.out().println("  " + token);
      relay.out().println();
      relay.out().println("Its holder keeps it in RELAY_TOKEN. Lines for the relay's configuration:");
      relay.out().println();
      relay.out().println("api:");
      relay.out().println("  tokens:");
      relay.out().println("    - {name: \"" + name + "\", role: " + roleName + ", sha256: \"" + hash + "\"}");
      return ExitCode.OK.code();
    }
  }
}
