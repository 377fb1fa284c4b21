package relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import relay.cli.client.ApiClient;
import relay.cli.client.Arguments;
import relay.cli.client.CommandException;
import relay.cli.client.ExitCode;
import relay.cli.client.Shown;

/**
 * Follows a rollout to its end, printing its timeline as it grows; then the rollout that brought the same image before it,
 * or that took over from it. A relay that is away meanwhile (a restart) is asked again.
 */
final class Follower {
  private final RelayCommand relay;
  private final ApiClient api;
  private final long until;
  private boolean away;

  /** {@code until}: by {@link System#nanoTime}. */
  Follower(RelayCommand relay, ApiClient api, long until) {
    this.relay = relay;
    this.api = api;
    this.until = until;
  }

  /**
   * How it ended.
   *
   * @param counts the rollout whose end answers what was asked
   * @param after what became of the app since then, for the line of a failure; may be empty
   */
  record End(JsonNode counts, String after) {}

  /** {@code onwards}: whether to follow the rollout that another one took over, too. */
  End follow(String first, boolean onwards) {
    Set<String> seen = new HashSet<>(Set.of(first));
    JsonNode rollout = toItsEnd(first);
    JsonNode counts = rollout;
    boolean same = true;
    while (rollout.path("follow").isIntegralNumber() && (onwards || isJoined(rollout))) {
      String next = Arguments.rollout(Shown.text(rollout, "follow"));
      if (!seen.add(next)) {
        break;
      }
      say(relay.place(rollout) + ": " + Shown.text(rollout, "state") + "; follows rollout " + next);
      JsonNode successor = toItsEnd(next);
      same &= isJoined(rollout) || bringSame(rollout, successor);
      rollout = successor;
      counts = same ? rollout : counts;
    }
    boolean elsewhere = !Shown.text(rollout, "id").equals(Shown.text(counts, "id"));
    return new End(counts, elsewhere
        ? "; rollout " + Shown.text(rollout, "id") + " is " + Shown.text(rollout, "state")
        : "");
  }

  private static boolean isJoined(JsonNode rollout) {
    return Shown.text(rollout, "code").equals("joined");
  }

  private static boolean bringSame(JsonNode one, JsonNode other) {
    String digest = Shown.text(one, "digest");
    return !digest.isEmpty() && digest.equals(Shown.text(other, "digest"));
  }

  private JsonNode toItsEnd(String id) {
    int said = 0;
    while (true) {
      try {
        JsonNode rollout = api.get("rollouts/" + id);
        away = false;
        said = steps(rollout.path("timeline"), said);
        if (rollout.path("settled").asBoolean()) {
          return rollout;
        }
      } catch (CommandException failure) {
        if (failure.exit() != ExitCode.UNREACHABLE) {
          throw failure;
        }
        sayAway();
      }
      if (System.nanoTime() - until >= 0) {
        throw new CommandException(ExitCode.WAIT_OVER, away
            ? "the relay does not answer; rollout " + id + " may go on, see relay rollout " + id
            : "rollout " + id + " has not ended in time and goes on; see relay rollout " + id);
      }
      pause(relay.pollEvery());
    }
  }

  private void sayAway() {
    if (!away) {
      say("The relay does not answer; it is asked again. The rollout is on disk and goes on.");
    }
    away = true;
  }

  private int steps(JsonNode timeline, int said) {
    for (int i = said; i < timeline.size(); i++) {
      JsonNode step = timeline.get(i);
      say(Shown.time(step, "at") + "  " + Shown.text(step, "state") + "  " + Shown.text(step, "sentence"));
    }
    return Math.max(said, timeline.size());
  }

  private void say(String line) {
    if (!relay.json()) {
      relay.out().println(line);
      relay.out().flush();
    }
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted; the rollout goes on");
    }
  }
}
