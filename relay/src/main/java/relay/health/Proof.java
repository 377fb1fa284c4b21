package relay.health;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import relay.health.Clues.Findings;
import relay.time.Deadline;
import relay.time.Waiter;

/** One series of probes after a write, until there is evidence, or none can come any more. Used once, by one thread. */
final class Proof {
  /** Clues cost calls to Azure: they are looked at once in so many intervals, and when the answers suffice. */
  private static final int INTERVALS_BETWEEN_LOOKS = 3;
  private final Waiter waiter;
  private final HealthSettings health;
  private final Clues clues;
  private final Deadline end;
  private final Deadline furthest;
  private final Deadline quiet;
  private EvidenceScales scales;
  private Findings found = Findings.NONE;
  private Deadline nextLook;
  private Optional<Deadline> badCounts = Optional.empty();
  private Duration blind = Duration.ZERO;

  Proof(Waiter waiter, HealthSettings health, ProofSettings proof, AttendedTime time, HealthCheck.Question question,
      Clues clues) {
    this.waiter = waiter;
    this.health = health;
    this.clues = clues;
    this.end = time.end(health.deadline(), question.since(), question.resumed());
    this.furthest = time.furthest(health.deadline());
    this.quiet = time.quiet(question.since());
    this.scales = new EvidenceScales(question.expected(), health, proof);
    this.nextLook = Deadline.in(waiter, Duration.ZERO);
  }

  /** One probe. */
  @FunctionalInterface
  interface Asking {
    Reading ask() throws InterruptedException;
  }

  /** Waits an interval; true when it was cut short. */
  @FunctionalInterface
  interface Pausing {
    boolean pause(BooleanSupplier cut) throws InterruptedException;
  }

  Verdict run(Asking probe, BooleanSupplier cut, Pausing pausing) throws InterruptedException {
    while (!cut.getAsBoolean()) {
      Reading reading = probe.ask();
      weighIn(reading);
      if (nextLook.passed() || scales.nearlyGood()) {
        found = clues.look();
        nextLook = Deadline.in(waiter, health.interval().multipliedBy(INTERVALS_BETWEEN_LOOKS));
      }
      Optional<Verdict> verdict = verdict(reading);
      if (verdict.isPresent()) {
        return verdict.get();
      }
      if (pausing.pause(cut)) {
        break;
      }
    }
    return new Verdict.Cut();
  }

  private void weighIn(Reading reading) {
    scales = scales.with(reading, found.started(), !quiet.passed());
    if (scales.run().seen() && badCounts.isEmpty()) {
      badCounts = Optional.of(Deadline.in(waiter, health.startWithin()));
    }
    if (badCounts.filter(Deadline::passed).isEmpty()) {
      scales = scales.withoutBad();
    }
    if (reading.isBlind() && !furthest.passed()) {
      end.extend(health.interval());
      blind = blind.plus(health.interval());
    }
  }

  private Optional<Verdict> verdict(Reading last) {
    Optional<Evidence> evidence = scales.weigh(found);
    if (evidence.isPresent() && found.waitingFor().isEmpty()) {
      return Optional.of(new Verdict.Good(evidence.get()));
    }
    if (found.fault().filter(Clues.Fault::last).isPresent()) {
      return Optional.of(scales.giveUp(found));
    }
    if (scales.run().bad() >= health.badInARow() && found.waitingFor().isEmpty()) {
      return Optional.of(scales.giveUp(found));
    }
    if (!end.passed()) {
      return Optional.empty();
    }
    boolean mostlyBlind = blind.compareTo(health.deadline()) >= 0;
    return Optional.of(found.fault().isEmpty() && (mostlyBlind || last.isBlind())
        ? Verdict.Bad.of(Blame.RELAY, new Unhealthy.RelayBlind(last.detail()), found)
        : scales.giveUp(found));
  }
}
