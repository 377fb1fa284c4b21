package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import picocli.CommandLine.Option;
import relay.cli.client.ApiClient;
import relay.cli.client.Arguments;
import relay.cli.client.CommandException;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;

/** The options {@code --wait} and {@code --timeout}, and what the end of a rollout means for the command that asked. */
final class Wait {
  @Option(names = "--wait", description = "Wait for the rollout's end, printing its steps.")
  boolean wanted;

  @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "15m", description = "How long to wait (${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofMinutes(15);

  /** What was asked of the rollout that is waited for. */
  enum Purpose {
    /** It shall bring its image. */
    BRING,
    /** It shall end and leave the app as it was. */
    END
  }

  /** Prints the rollout as accepted; with {@code --wait} follows it to its end and takes the exit code from there. */
  int follow(RelayCommand relay, ApiClient api, JsonNode accepted, Purpose purpose) {
    if (!wanted || !relay.json()) {
      relay.tell(accepted);
    }
    if (!wanted) {
      return ExitCode.OK.code();
    }
    var follower = new Follower(relay, api, System.nanoTime() + timeout.toNanos());
    Follower.End end = follower.follow(Arguments.rollout(Shown.text(accepted, "id")), purpose == Purpose.BRING);
    JsonNode rollout = end.counts();
    relay.tell(rollout);
    ExitCode exit = purpose == Purpose.BRING ? ofBringing(rollout) : ofEnding(rollout);
    if (exit != ExitCode.OK) {
      String why = Shown.text(rollout, "why");
      throw new CommandException(exit, "rollout " + Shown.text(rollout, "id") + " is " + Shown.text(rollout, "state")
          + (why.isEmpty() ? "" : ": " + why) + end.after());
    }
    return exit.code();
  }

  private static ExitCode ofBringing(JsonNode end) {
    return switch (Shown.text(end, "state")) {
      case "healthy" -> ExitCode.OK;
      case "rolled-back" -> ExitCode.ROLLED_BACK;
      case "stuck" -> ExitCode.STUCK;
      case "refused" -> ExitCode.REFUSED;
      case "unchanged" -> ExitCode.UNCHANGED;
      case "superseded" -> ExitCode.SUPERSEDED;
      case "cancelled" -> ExitCode.CANCELLED;
      default -> throw new CommandException(ExitCode.FAILED, "a newer relay answers: its states are not known here");
    };
  }

  private static ExitCode ofEnding(JsonNode end) {
    return switch (Shown.text(end, "state")) {
      case "cancelled", "rolled-back" -> ExitCode.OK;
      case "healthy" -> ExitCode.TOO_LATE;
      default -> ofBringing(end);
    };
  }
}
