package relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;

/** {@code relay check}: is the configuration sound, and with {@code --azure}: is everything there that it needs. */
@Command(name = "check", description = "Check the configuration; with --azure also what it needs of Azure.", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private final RelayCommand relay;
  private final Programs programs;

  @Mixin
  Configured configured = new Configured();

  @Option(names = "--azure", description = "Try roles, reachability, registry, labels and rollback target of each app, too.")
  boolean azure;

  CheckCommand(RelayCommand relay, Programs programs) {
    this.relay = relay;
    this.programs = programs;
  }

  @Override
  public Integer call() {
    var read = configured.read(relay.here());
    int apps = read.config().apps().size();
    relay.out().println(
        Shown.printable(read.origin()) + ": no fault, " + apps + (apps == 1 ? " app" : " apps"));
    read.config().remarks().forEach(remark -> relay.out().println("note: " + remark));
    relay.out().flush();
    return azure ? programs.checkAzure(read.config(), relay.out()) : ExitCode.OK.code();
  }
}
