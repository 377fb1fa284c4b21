package relay.cli.client;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended, for scripts. {@code --help} and {@code docs/cli.md} list them. */
public enum ExitCode {
  OK(0, "done; with --wait: the rollout is healthy"),
  FAILED(1, "an unexpected failure"),
  USAGE(2,
      "wrong usage, a configuration with faults, a port or journal that cannot be opened, or something missing at Azure (check --azure)"),
  UNREACHABLE(3, "no relay answers at that address, or not now"),
  REQUEST_REFUSED(4, "the relay refused the request"),
  ROLLED_BACK(5, "the rollout failed and was rolled back"),
  STUCK(6, "the rollout is stuck: a person must look"),
  REFUSED(7, "the rollout was refused; the app was not touched"),
  WAIT_OVER(8, "the wait timed out; the rollout goes on"),
  UNCHANGED(9, "nothing was changed: the app ran that image already, or is only observed"),
  NEEDS_SOMEBODY(10, "with --check: an app is stuck, unwell, drifted or unseen"),
  SUPERSEDED(11, "another rollout took over and brings another image"),
  CANCELLED(12, "the rollout was cancelled; the app was not touched"),
  TOO_LATE(13, "the cancel or rollback came too late: the rollout is healthy");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }

  /** All of them, by their numbers. */
  public static Map<String, String> list() {
    Map<String, String> list = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(exit -> list.put(String.format("%2d", exit.code), exit.meaning));
    return Collections.unmodifiableMap(list);
  }
}
