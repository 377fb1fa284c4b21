package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options {@code --wait} and {@code --timeout}, and the waiting itself. */
final class Wait {
  @Option(names = "--wait", description = "Wait for the rollout's end, telling its steps.")
  boolean wanted;

  @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "15m", description = "How long to wait (${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofMinutes(15);

  /**
   * Prints the rollout as opened; with {@code --wait} follows it to its end and takes the exit code from there. A relay
   * that is away meanwhile (a restart) is asked again.
   */
  int follow(RelayCommand relay, ApiClient api, JsonNode opened, Function<String, ExitCode> meaning) {
    String id = Arguments.rollout(Shown.text(opened, "id"));
    if (!wanted) {
      tell(relay, opened);
      return ExitCode.OK.code();
    }
    if (!relay.json()) {
      tell(relay, opened);
    }
    long until = System.nanoTime() + timeout.toNanos();
    int told = 0;
    while (true) {
      try {
        JsonNode rollout = api.get("rollouts/" + id);
        told = relay.json() ? 0 : steps(relay, rollout.path("timeline"), told);
        if (rollout.path("settled").asBoolean()) {
          return end(relay, rollout, meaning.apply(Shown.text(rollout, "state")));
        }
      } catch (CliFailure failure) {
        if (failure.exit() != ExitCode.UNREACHABLE) {
          throw failure;
        }
      }
      if (System.nanoTime() - until >= 0) {
        throw new CliFailure(ExitCode.WAIT_OVER,
            "rollout " + id + " has not ended in time and goes on; see relay show " + id);
      }
      pause(relay.pollEvery());
    }
  }

  /** What the end of a deploy or a rollback means. */
  static ExitCode ofRollout(String state) {
    return switch (state) {
      case "healthy" -> ExitCode.OK;
      case "rolled-back" -> ExitCode.ROLLED_BACK;
      case "stuck" -> ExitCode.STUCK;
      case "unchanged" -> ExitCode.UNCHANGED;
      default -> ExitCode.NOT_DONE;
    };
  }

  /** What the end of a cancelled rollout means: put back is what was asked for. */
  static ExitCode ofCancel(String state) {
    return switch (state) {
      case "cancelled", "rolled-back" -> ExitCode.OK;
      case "stuck" -> ExitCode.STUCK;
      default -> ExitCode.NOT_DONE;
    };
  }

  private static void tell(RelayCommand relay, JsonNode rollout) {
    if (relay.json()) {
      relay.print(rollout);
    } else {
      relay.out().println("rollout " + Shown.text(rollout, "id") + " of " + Shown.text(rollout, "app") + ": "
          + Shown.text(rollout, "state"));
    }
    relay.out().flush();
  }

  private static int steps(RelayCommand relay, JsonNode timeline, int told) {
    for (int i = told; i < timeline.size(); i++) {
      JsonNode step = timeline.get(i);
      relay.out().println(Shown.time(step, "at") + "  " + Shown.text(step, "state") + "  "
          + Shown.text(step, "sentence"));
    }
    relay.out().flush();
    return Math.max(told, timeline.size());
  }

  private static int end(RelayCommand relay, JsonNode rollout, ExitCode exit) {
    tell(relay, rollout);
    if (exit != ExitCode.OK) {
      String why = Shown.text(rollout, "why");
      throw new CliFailure(exit, "rollout " + Shown.text(rollout, "id") + " is " + Shown.text(rollout, "state")
          + (why.isEmpty() ? "" : ": " + why));
    }
    return exit.code();
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(ExitCode.FAILED, "interrupted; the rollout goes on");
    }
  }
}
