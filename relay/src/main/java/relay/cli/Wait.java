package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** The options {@code --wait} and {@code --timeout}, and the waiting itself. */
final class Wait {
  @Option(names = "--wait", description = "Wait for the rollout's end, printing its steps.")
  boolean wanted;

  @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "15m", description = "How long to wait (${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofMinutes(15);

  /**
   * Prints the rollout as accepted; with {@code --wait} follows it to its end and takes the exit code from there, also
   * where another rollout was bringing the same image. A relay that is away meanwhile (a restart) is asked again.
   */
  int follow(RelayCommand relay, ApiClient api, JsonNode opened, BiFunction<JsonNode, JsonNode, ExitCode> meaning) {
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
        if (joins(rollout)) {
          id = Arguments.rollout(Shown.text(rollout, "follow"));
          told = 0;
          continue;
        }
        if (rollout.path("settled").asBoolean()) {
          return end(relay, rollout, meaning.apply(opened, rollout));
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

  /** Another rollout brings the same image: that one is followed. */
  private static boolean joins(JsonNode rollout) {
    return Shown.text(rollout, "state").equals("unchanged") && Shown.text(rollout, "code").equals("joined");
  }

  /** What the end of a deploy means. */
  static ExitCode ofRollout(JsonNode accepted, JsonNode end) {
    return switch (Shown.text(end, "state")) {
      case "healthy" -> ExitCode.OK;
      case "rolled-back" -> ExitCode.ROLLED_BACK;
      case "stuck" -> ExitCode.STUCK;
      case "unchanged" -> ExitCode.UNCHANGED;
      default -> ExitCode.NOT_DONE;
    };
  }

  /** What the end of a rollback means: of a rollout that was under way, restored is what was asked for. */
  static ExitCode ofRollback(JsonNode accepted, JsonNode end) {
    return accepted.path("joined").asBoolean() && !Shown.text(end, "cause").equals("rollback")
        ? ofCancel(accepted, end)
        : ofRollout(accepted, end);
  }

  /** What the end of a cancelled rollout means: restored is what was asked for. */
  static ExitCode ofCancel(JsonNode accepted, JsonNode end) {
    return switch (Shown.text(end, "state")) {
      case "cancelled", "rolled-back" -> ExitCode.OK;
      case "stuck" -> ExitCode.STUCK;
      default -> ExitCode.NOT_DONE;
    };
  }

  private static void tell(RelayCommand relay, JsonNode rollout) {
    if (relay.json()) {
      relay.print(rollout);
    } else {
      String joined = rollout.path("joined").asBoolean() ? " (under way already)" : "";
      relay.out().println("rollout " + Shown.text(rollout, "id") + " of " + Shown.text(rollout, "app") + ": "
          + Shown.text(rollout, "state") + joined);
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
