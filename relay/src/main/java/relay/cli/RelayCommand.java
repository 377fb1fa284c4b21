package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import relay.api.ApiToken;
import relay.cli.client.ApiClient;
import relay.cli.client.CommandException;
import relay.cli.client.Connection;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;
import relay.cli.client.UsageErrors;
import relay.config.text.Length;
import relay.config.text.Surroundings;

/** The command {@code relay}: what all commands share, and the one place where a failure becomes a line. */
@Command(name = "relay", description = "The deploy button that Azure App Service never had.", mixinStandardHelpOptions = true, versionProvider = RelayCommand.Version.class, synopsisSubcommandLabel = "COMMAND")
public final class RelayCommand {
  /** How answers are printed. */
  enum Output {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(names = "--url", scope = ScopeType.INHERIT, paramLabel = "URL", description = "The relay's address; else RELAY_URL, else%n"
      + Connection.DEFAULT_URL)
  Optional<String> url = Optional.empty();

  @Option(names = "--token-file", scope = ScopeType.INHERIT, paramLabel = "FILE", description = "File that holds the API token; else the token is taken from RELAY_TOKEN.")
  Optional<Path> tokenFile = Optional.empty();

  @Option(names = {"-o",
      "--output"}, scope = ScopeType.INHERIT, paramLabel = "table|json", description = "How to print (${DEFAULT-VALUE}).")
  Output output = Output.TABLE;

  private final Surroundings here;
  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandLine line;
  private final Duration deadline;
  private final Duration pollEvery;

  public RelayCommand(Programs programs, Surroundings here, PrintWriter out, PrintWriter err) {
    this(programs, here, out, err, Duration.ofSeconds(30), Duration.ofSeconds(1));
  }

  RelayCommand(Programs programs, Surroundings here, PrintWriter out, PrintWriter err, Duration deadline,
      Duration pollEvery) {
    this.here = here;
    this.out = out;
    this.err = err;
    this.deadline = deadline;
    this.pollEvery = pollEvery;
    this.line = commands(programs);
  }

  /** Runs one command. Reports each failure in one line on {@code err}, never with a stack trace. */
  public int execute(String... args) {
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }

  private CommandLine commands(Programs programs) {
    CommandLine all = new CommandLine(this).addSubcommand(new ServeCommand(this, programs))
        .addSubcommand(new CheckCommand(this, programs)).addSubcommand(new StatusCommand(this))
        .addSubcommand(new HistoryCommand(this)).addSubcommand(new RolloutCommand(this))
        .addSubcommand(new ImageCommand(this)).addSubcommand(new DeployCommand(this))
        .addSubcommand(new RollbackCommand(this)).addSubcommand(DriftCommand.adopt(this))
        .addSubcommand(DriftCommand.revert(this)).addSubcommand(new CancelCommand(this))
        .addSubcommand(new RetryCommand(this))
        .addSubcommand(new HoldCommand(this)).addSubcommand(new ReleaseCommand(this))
        .addSubcommand(new UnrejectCommand(this))
        .addSubcommand(new CommandLine(new TokenCommand()).addSubcommand(new TokenCommand.New(this)))
        .addSubcommand(new GenerateCompletion()).addSubcommand(new CommandLine.HelpCommand());
    all.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false);
    all.registerConverter(Duration.class, text -> Length.parse(text).orElseThrow(
        () -> new CommandLine.TypeConversionException("not a length of time; write " + Length.EXAMPLES)));
    all.registerConverter(Output.class, text -> Stream.of(Output.values())
        .filter(form -> form.name().equalsIgnoreCase(text)).findFirst().orElseThrow(
            () -> new CommandLine.TypeConversionException("not a form of output; there are table and json")));
    all.registerConverter(ApiToken.Role.class, text -> Stream.of(ApiToken.Role.values())
        .filter(role -> role.name().equalsIgnoreCase(text)).findFirst().orElseThrow(
            () -> new CommandLine.TypeConversionException("not a role; there are viewer, operator and admin")));
    all.setParameterExceptionHandler((wrong, _) -> {
      fail(UsageErrors.line(wrong));
      return ExitCode.USAGE.code();
    });
    all.setExecutionExceptionHandler((failure, _, _) -> {
      if (failure instanceof CommandException known) {
        known.lines().forEach(this::fail);
        return known.exit().code();
      }
      fail("unexpected failure: " + failure.getClass().getSimpleName() + " " + failure.getMessage());
      return ExitCode.FAILED.code();
    });
    listExitCodes(all);
    return all;
  }

  /** In the help of each command. */
  private static void listExitCodes(CommandLine line) {
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.list());
    line.getSubcommands().values().forEach(RelayCommand::listExitCodes);
  }

  /** The commands, for those who list them. */
  CommandLine line() {
    return line;
  }

  Surroundings here() {
    return here;
  }

  PrintWriter out() {
    return out;
  }

  boolean json() {
    return output == Output.JSON;
  }

  void print(JsonNode document) {
    out.println(document.toPrettyString());
  }

  /** How the line of a rollout begins. */
  String place(JsonNode rollout) {
    return "rollout " + Shown.text(rollout, "id") + " of " + Shown.text(rollout, "app");
  }

  /** Prints a rollout as it stands: one line, or the API's document. */
  void tell(JsonNode rollout) {
    if (json()) {
      print(rollout);
    } else {
      String joined = rollout.path("joined").asBoolean() ? " (under way already)" : "";
      out.println(place(rollout) + ": " + Shown.text(rollout, "state") + joined);
    }
    out.flush();
  }

  Duration pollEvery() {
    return pollEvery;
  }

  ApiClient api() {
    return new Connection(url, tokenFile, here).open(deadline);
  }

  private void fail(String line) {
    err.println("relay: " + Shown.printable(line));
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RelayCommand.class.getPackage().getImplementationVersion();
      return new String[]{"relay " + (version == null ? "development" : version)};
    }
  }
}
