package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import relay.config.Length;
import relay.config.Surroundings;
import relay.secret.Secret;

/** The command {@code relay}: what all commands share, and the one place where a failure becomes a line. */
@Command(name = "relay", description = "The deploy button that Azure App Service never had.", mixinStandardHelpOptions = true, versionProvider = RelayCommand.Version.class, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes are listed in docs/cli.md.%n")
public final class RelayCommand {
  private static final String DEFAULT_URL = "http://127.0.0.1:8080";

  /** How answers are printed. */
  enum Output {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(names = "--url", scope = ScopeType.INHERIT, paramLabel = "URL", description = "The relay's address; else RELAY_URL, else "
      + DEFAULT_URL + ".")
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

  /** Runs one command. Tells failures in one line each on {@code err}, never with a stack trace. */
  public int execute(String... args) {
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }

  private CommandLine commands(Programs programs) {
    CommandLine all = new CommandLine(this).addSubcommand(new ServeCommand(this, programs))
        .addSubcommand(new CheckCommand(this, programs)).addSubcommand(new StatusCommand(this))
        .addSubcommand(new HistoryCommand(this)).addSubcommand(new ShowCommand(this))
        .addSubcommand(new ImageCommand(this)).addSubcommand(new DeployCommand(this))
        .addSubcommand(new RollbackCommand(this)).addSubcommand(DriftCommand.adopt(this))
        .addSubcommand(DriftCommand.revert(this)).addSubcommand(new CancelCommand(this))
        .addSubcommand(new RetryCommand(this))
        .addSubcommand(new HoldCommand(this)).addSubcommand(new ReleaseCommand(this))
        .addSubcommand(new UnrejectCommand(this))
        .addSubcommand(new CommandLine(new TokenCommand()).addSubcommand(new TokenCommand.New(this)))
        .addSubcommand(new GenerateCompletion());
    all.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false);
    all.registerConverter(Duration.class, text -> Length.parse(text).orElseThrow(
        () -> new CommandLine.TypeConversionException("not a length of time; write " + Length.EXAMPLES)));
    all.setParameterExceptionHandler((wrong, _) -> {
      String help = wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help";
      fail(firstLine(wrong) + "; see " + help);
      return ExitCode.USAGE.code();
    });
    all.setExecutionExceptionHandler((failure, _, _) -> {
      if (failure instanceof CliFailure known) {
        known.lines().forEach(this::fail);
        return known.exit().code();
      }
      fail("unexpected failure: " + failure.getClass().getSimpleName() + " " + failure.getMessage());
      return ExitCode.FAILED.code();
    });
    return all;
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

  Duration pollEvery() {
    return pollEvery;
  }

  ApiClient api() {
    return new ApiClient(address(), token(), deadline);
  }

  private URI address() {
    String text = url.or(() -> here.value("RELAY_URL")).orElse(DEFAULT_URL);
    try {
      URI uri = new URI(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
          && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new CliFailure(ExitCode.USAGE, "the relay's address is not a URL; write https://relay.example");
    }
    throw new CliFailure(ExitCode.USAGE,
        "the relay's address must be http:// or https:// and a host, without password");
  }

  private Optional<Secret> token() {
    Optional<String> text = tokenFile.map(RelayCommand::content).or(() -> here.value("RELAY_TOKEN"));
    if (text.filter(t -> !t.strip().matches("[\\x21-\\x7e]{1,4096}")).isPresent()) {
      throw new CliFailure(ExitCode.USAGE, "the token is empty, or holds characters that no token has");
    }
    return text.map(t -> new Secret(t.strip()));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CliFailure(ExitCode.USAGE,
          "the token file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void fail(String line) {
    err.println("relay: " + Shown.printable(line));
  }

  private static String firstLine(Exception wrong) {
    return Optional.ofNullable(wrong.getMessage()).flatMap(message -> message.lines().findFirst())
        .orElse("wrong usage");
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
