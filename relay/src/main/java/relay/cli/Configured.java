package relay.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import relay.cli.client.CommandException;
import relay.cli.client.ExitCode;
import relay.config.RelayConfig;
import relay.config.text.ConfigException;
import relay.config.text.ConfigText;
import relay.config.text.Fault;
import relay.config.text.Surroundings;

/** The option {@code --config}, and reading what it names. */
final class Configured {
  @Option(names = {"-c",
      "--config"}, paramLabel = "FILE", description = "The configuration; else the file in RELAY_CONFIG_FILE, else the text in RELAY_CONFIG.")
  Optional<Path> file = Optional.empty();

  /** Fails with one line for each fault. */
  Read read(Surroundings here) {
    try {
      ConfigText text = ConfigText.find(file, here.env());
      return new Read(text.origin(), RelayConfig.read(text, here));
    } catch (ConfigException bad) {
      throw new CommandException(ExitCode.USAGE, bad.faults().stream().map(Fault::line).toList());
    }
  }

  /** A sound configuration and where it was found. */
  record Read(String origin, RelayConfig config) {}
}
