package relay.cli;

/** How a command ended, for scripts. {@code docs/cli.md} lists them. */
enum ExitCode {
  OK(0, "done; with --wait: the rollout is healthy"),
  FAILED(1, "an unexpected failure"),
  USAGE(2, "wrong usage, a configuration with faults, or a port or journal that cannot be opened"),
  UNREACHABLE(3, "no relay answers at that address, or not now"),
  REFUSED(4, "the relay refused the request"),
  ROLLED_BACK(5, "the rollout failed and was rolled back"),
  STUCK(6, "the rollout is stuck: a person must look"),
  NOT_DONE(7, "the rollout was refused, cancelled or superseded, or a cancel came too late"),
  WAIT_OVER(8, "the wait timed out; the rollout goes on"),
  UNCHANGED(9, "nothing was changed: the app ran that image already, or is only observed");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }
}
