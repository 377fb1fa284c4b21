package relay.health.check;

import java.util.ArrayList;
import java.util.List;
import relay.health.Blame;
import relay.health.Clues.Findings;
import relay.health.Reading;
import relay.health.Unhealthy;
import relay.health.Verdict;

/** How many bad answers a soak allows: at most {@code allowed} within the last {@code window} answers. */
record ErrorBudget(int allowed, int window, List<Reading> last) {
  ErrorBudget(int allowed, int window) {
    this(allowed, window, List.of());
  }

  /** An answer of the image before costs nothing, nor does one that the relay could not ask for. */
  ErrorBudget with(Reading reading) {
    if (reading instanceof Reading.Old || reading.isBlind()) {
      return this;
    }
    var all = new ArrayList<>(last);
    all.add(reading);
    return new ErrorBudget(allowed, window, List.copyOf(all.subList(Math.max(0, all.size() - window), all.size())));
  }

  boolean spent() {
    return bad().size() > allowed;
  }

  Verdict.Bad giveUp(Findings found) {
    return Verdict.Bad.ofPlatform(found).orElseGet(() -> {
      List<Reading> bad = bad();
      return Verdict.Bad.of(blame(bad), new Unhealthy.SoakSpent(bad.size(), last.size(), bad.getLast().detail()),
          found);
    });
  }

  private static Blame blame(List<Reading> bad) {
    if (bad.stream().anyMatch(Reading::isMarked)) {
      return Blame.IMAGE;
    }
    return bad.stream().allMatch(Reading::isNetwork) ? Blame.ENVIRONMENT : Blame.UNKNOWN;
  }

  private List<Reading> bad() {
    return last.stream().filter(reading -> !(reading instanceof Reading.Well)).toList();
  }
}
