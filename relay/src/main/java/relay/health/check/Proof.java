package relay.health.check;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import relay.health.Blame;
import relay.health.Clues;
import relay.health.Clues.Findings;
import relay.health.Evidence;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.health.Unhealthy;
import relay.health.Verdict;
import relay.time.Deadline;
import relay.time.Waiter;

/** One series of probes after a write, until there is evidence, or none can come any more. Used once, by one thread. */
final class Proof {
  /** Clues cost calls to Azure: they are looked at once in so many intervals, and when the answers suffice. */
  private static final int INTERVALS_BETWEEN_LOOKS = 3;
  private final Probes probes;
  private final Waiter waiter;
  private final HealthSettings health;
  private final HealthCheck.Question question;
  private final Clues clues;
  private final Allowance allowance;
  private final Deadline quiet;
  private EvidenceScales scales;
  private Findings found = Findings.NONE;
  private Deadline nextLook;
  private Optional<Deadline> badCounts = Optional.empty();

  Proof(Probes probes, Waiter waiter, HealthSettings health, ProofSettings proof, HealthCheck.Question question,
      Clues clues) {
    var time = new AttendedTime(waiter, health);
    this.probes = probes;
    this.waiter = waiter;
    this.health = health;
    this.question = question;
    this.clues = clues;
    this.allowance = new Allowance(waiter, time.end(health.deadline(), question.since(), question.resumed()),
        health.deadline());
    this.quiet = time.quiet(question.since());
    this.scales = new EvidenceScales(question.expected(), health, proof);
    this.nextLook = Deadline.in(waiter, Duration.ZERO);
  }

  Verdict run(BooleanSupplier cut) throws InterruptedException {
    while (!cut.getAsBoolean()) {
      Reading reading = probes.ask(question.expected());
      weighIn(reading);
      if (nextLook.passed() || scales.nearlyGood() || givesUp() || allowance.over()) {
        look(); // also before an end, which is judged by what there is then
      }
      Optional<Verdict> verdict = verdict(reading);
      if (verdict.isPresent()) {
        return verdict.get();
      }
      if (probes.pause(cut)) {
        break;
      }
    }
    return new Verdict.Cut();
  }

  private void weighIn(Reading reading) {
    allowance.after(reading);
    scales = scales.with(reading, found.started(), !quiet.passed());
    if (scales.run().seen() && badCounts.isEmpty()) {
      badCounts = Optional.of(Deadline.in(waiter, health.startWithin()));
    }
    if (badCounts.filter(Deadline::passed).isEmpty()) {
      scales = scales.withoutBad();
    }
  }

  private void look() throws InterruptedException {
    found = clues.look();
    allowance.afterLook(health.interval());
    nextLook = Deadline.in(waiter, probes.intervals(INTERVALS_BETWEEN_LOOKS));
  }

  private Optional<Verdict> verdict(Reading last) {
    Optional<Evidence> evidence = scales.weigh(found);
    if (evidence.isPresent() && found.waitingFor().isEmpty()) {
      return Optional.of(new Verdict.Good(evidence.get()));
    }
    if (found.fault().filter(Clues.Fault::last).isPresent()) {
      return Optional.of(giveUp());
    }
    if (givesUp() && found.waitingFor().isEmpty()) {
      return Optional.of(giveUp());
    }
    if (!allowance.over()) {
      return Optional.empty();
    }
    return Optional.of(found.fault().isEmpty() && allowance.wasBlind()
        ? Verdict.Bad.of(Blame.RELAY, new Unhealthy.RelayBlind(last.detail()), found)
        : giveUp());
  }

  private boolean givesUp() {
    return scales.run().bad() >= health.badInARow();
  }

  private Verdict.Bad giveUp() {
    return scales.giveUp(found, question.resumed());
  }
}
