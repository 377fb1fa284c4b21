package relay.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import relay.health.Clues.Findings;
import relay.time.Waiter;

/**
 * Probes an app until there is a verdict. Blocks: never on an event loop. Each method may be called anew after a
 * restart and then begins its count again. {@code cut} is asked before each probe and ends the check at once.
 */
public final class HealthCheck {
  private final Probe probe;
  private final Waiter waiter;
  private final HealthSettings health;
  private final ProofSettings proof;
  private final HealthWatcher watcher;

  public HealthCheck(Probe probe, Waiter waiter, HealthSettings health, ProofSettings proof, HealthWatcher watcher) {
    this.probe = probe;
    this.waiter = waiter;
    this.health = health;
    this.proof = proof;
    this.watcher = watcher;
  }

  /** What to look for after a switch: the {@code instances} that must answer, and since when they can. */
  public record Question(Expectation expected, int instances, Instant since, Instant deadline) {}

  /** How the app looks before it is touched: one probe, a second one when the first was not well. */
  public Baseline baseline() throws InterruptedException {
    Baseline first = Baseline.of(probe.ask(health.path()), health);
    if (first instanceof Baseline.Seen(var well, _) && well) {
      return first;
    }
    waiter.pause(health.interval());
    return Baseline.of(probe.ask(health.path()), health);
  }

  /** Waits for evidence of the wanted image, at least of the required grade, until the deadline. */
  public Verdict prove(Question question, Clues clues, BooleanSupplier cut) throws InterruptedException {
    var scales = new EvidenceScales(question, health, proof);
    ProofRun run = ProofRun.NONE;
    Findings found = Findings.NONE;
    Instant nextLook = question.since();
    while (!cut.getAsBoolean()) {
      Reading reading = ask(question.expected());
      run = run.with(reading);
      Instant now = waiter.now();
      scales = scales.with(reading, now);
      if (!now.isBefore(nextLook) || scales.nearlyGood(run)) {
        found = clues.look();
        nextLook = now.plus(health.interval().multipliedBy(3));
      }
      Optional<Evidence> evidence = scales.weigh(run, found);
      if (evidence.isPresent() && found.waitingFor().isEmpty()) {
        return new Verdict.Good(evidence.get());
      }
      boolean hopeless = found.fault().filter(Clues.Fault::last).isPresent();
      if (hopeless || !now.isBefore(question.deadline())) {
        return scales.giveUp(run, found);
      }
      waiter.pause(health.interval());
    }
    return new Verdict.Cut();
  }

  /** Watches a proven app until {@code until}; more bad answers than the budget forgives are the end of it. */
  public Verdict soak(Expectation expected, Evidence evidence, Instant until, Clues clues, BooleanSupplier cut)
      throws InterruptedException {
    var budget = new ErrorBudget(health.errorBudget(), health.errorWindow());
    while (!cut.getAsBoolean()) {
      if (health.soak().isZero()) {
        return new Verdict.Good(evidence);
      }
      Reading reading = ask(expected);
      budget = budget.with(reading);
      if (budget.spent()) {
        return budget.giveUp(clues.look());
      }
      if (!waiter.now().isBefore(until) && reading instanceof Reading.Well) {
        return new Verdict.Good(evidence);
      }
      waiter.pause(health.interval());
    }
    return new Verdict.Cut();
  }

  /**
   * Waits until the way back answers as the app did before it was touched: well, or as unwell as it then was.
   *
   * @param question whose {@code before} is the mark of the image that failed
   */
  public Verdict restored(Question question, boolean wasWell) throws InterruptedException {
    ProofRun run = ProofRun.NONE;
    while (true) {
      Reading reading = ask(question.expected());
      boolean asBefore = !wasWell && reading instanceof Reading.Unwell;
      run = run.with(asBefore ? new Reading.Well(false, Optional.empty()) : reading);
      if (run.good() >= health.goodInARow()) {
        String how = wasWell ? "well" : "as it did before";
        return new Verdict.Good(new Evidence(question.expected().canProve() ? Grade.PROVEN : Grade.SETTLED,
            "the way back answers " + how + ", " + run.good() + " times in a row"));
      }
      if (!waiter.now().isBefore(question.deadline())) {
        return new Verdict.Bad(Blame.UNKNOWN, "the way back did not answer well in time: "
            + run.last().orElse("no answer"), List.of());
      }
      waiter.pause(health.interval());
    }
  }

  private Reading ask(Expectation expected) throws InterruptedException {
    Reading reading = Reading.of(probe.ask(health.path()), health, proof, expected);
    watcher.probed(reading);
    return reading;
  }
}
