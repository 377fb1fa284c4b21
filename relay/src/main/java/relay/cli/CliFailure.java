package relay.cli;

import java.util.List;

/** Ends a command with a line for the person who gave it. */
final class CliFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final transient List<String> lines;

  CliFailure(ExitCode exit, String line) {
    this(exit, List.of(line));
  }

  CliFailure(ExitCode exit, List<String> lines) {
    super(String.join("; ", lines), null, false, false);
    this.exit = exit;
    this.lines = List.copyOf(lines);
  }

  /** One for the person, or one for each fault of a configuration. */
  List<String> lines() {
    return lines;
  }

  ExitCode exit() {
    return exit;
  }
}
