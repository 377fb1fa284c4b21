package relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code relay serve}: the relay itself. */
@Command(name = "serve", description = "Run the relay until it is told to stop.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private final RelayCommand relay;
  private final Programs programs;

  @Mixin
  Configured configured = new Configured();

  ServeCommand(RelayCommand relay, Programs programs) {
    this.relay = relay;
    this.programs = programs;
  }

  @Override
  public Integer call() {
    return programs.serve(configured.read(relay.here()).config());
  }
}
