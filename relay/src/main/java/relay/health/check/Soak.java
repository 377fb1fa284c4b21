package relay.health.check;

import java.util.function.BooleanSupplier;
import relay.health.Blame;
import relay.health.Clues;
import relay.health.Clues.Findings;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.HealthSettings;
import relay.health.Reading;
import relay.health.Unhealthy;
import relay.health.Verdict;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * Watches a proven app for the whole soak; more bad answers than the budget allows are the end of it, and so is its
 * longest time. Used once, by one thread.
 */
final class Soak {
  private final Probes probes;
  private final Expectation expected;
  private final Clues clues;
  private final Allowance allowance;
  private final Deadline longest;
  private ErrorBudget budget;

  Soak(Probes probes, Waiter waiter, HealthSettings health, Expectation expected, Clues clues) {
    this.probes = probes;
    this.expected = expected;
    this.clues = clues;
    this.allowance = new Allowance(waiter, Deadline.in(waiter, health.soak()), health.longestSoak());
    this.longest = Deadline.in(waiter,
        health.longestSoak().compareTo(health.soak()) > 0 ? health.longestSoak() : health.soak());
    this.budget = new ErrorBudget(health.errorBudget(), health.errorWindow());
  }

  Verdict run(Evidence evidence, BooleanSupplier cut) throws InterruptedException {
    while (!cut.getAsBoolean()) {
      Reading reading = probes.ask(expected);
      allowance.after(reading);
      budget = budget.with(reading);
      if (budget.spent()) {
        return budget.giveUp(clues.look());
      }
      if (allowance.over() && reading instanceof Reading.Well) {
        return lastWord(evidence, clues.look());
      }
      if (longest.passed()) {
        return unfinished(reading, clues.look());
      }
      if (probes.pause(cut)) {
        break;
      }
    }
    return new Verdict.Cut();
  }

  private static Verdict lastWord(Evidence evidence, Findings found) {
    boolean over = found.fault().filter(Clues.Fault::last).isPresent();
    return over ? Verdict.Bad.ofPlatform(found).orElseThrow() : new Verdict.Good(evidence);
  }

  private static Verdict.Bad unfinished(Reading last, Findings found) {
    return Verdict.Bad.ofPlatform(found).orElseGet(() -> {
      if (last.isBlind()) {
        return Verdict.Bad.of(Blame.RELAY, new Unhealthy.RelayBlind(last.detail()), found);
      }
      return Verdict.Bad.of(last.isNetwork() ? Blame.ENVIRONMENT : Blame.UNKNOWN, last instanceof Reading.Old
          ? new Unhealthy.OldStillAnswers()
          : new Unhealthy.SoakUnfinished(last.detail()), found);
    });
  }
}
