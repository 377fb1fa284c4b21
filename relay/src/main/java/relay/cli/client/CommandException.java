package relay.cli.client;

import java.util.List;

/** Ends a command with a line for the person who gave it. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final transient List<String> lines;

  public CommandException(ExitCode exit, String line) {
    this(exit, List.of(line));
  }

  public CommandException(ExitCode exit, List<String> lines) {
    super(String.join("; ", lines), null, false, false);
    this.exit = exit;
    this.lines = List.copyOf(lines);
  }

  /** One for the person, or one for each fault of a configuration. */
  public List<String> lines() {
    return lines;
  }

  public ExitCode exit() {
    return exit;
  }
}
