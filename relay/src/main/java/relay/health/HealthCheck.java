package relay.health;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * Probes an app until there is a verdict. Blocks: never on an event loop. Each method may be called anew after a restart
 * and then begins its count again. Probes are an interval apart, whatever wakes the thread in between.
 */
public final class HealthCheck {
  private final Probe probe;
  private final Waiter waiter;
  private final HealthSettings health;
  private final ProofSettings proof;
  private final HealthWatcher watcher;
  private final AttendedTime time;

  public HealthCheck(Probe probe, Waiter waiter, HealthSettings health, ProofSettings proof, HealthWatcher watcher) {
    this.probe = probe;
    this.waiter = waiter;
    this.health = health;
    this.proof = proof;
    this.watcher = watcher;
    this.time = new AttendedTime(waiter, health);
  }

  /**
   * What to look for.
   *
   * @param since by the wall clock, no later than the write that is to be proven
   * @param resumed whether the relay was away meanwhile
   */
  public record Question(Expectation expected, Instant since, boolean resumed) {}

  /** How the app looks before it is touched: one probe, a second one when the first was not well. */
  public Baseline baseline() throws InterruptedException {
    Baseline first = Baseline.of(probe.ask(health.path()), health, proof);
    if (first instanceof Baseline.Seen seen && seen.well()) {
      return first;
    }
    pause(() -> false);
    return Baseline.of(probe.ask(health.path()), health, proof);
  }

  /** Waits for evidence of the wanted image, at least of the required grade. {@code cut} is asked at each wake-up. */
  public Verdict prove(Question question, Clues clues, BooleanSupplier cut) throws InterruptedException {
    return new Proof(waiter, health, proof, time, question, clues).run(() -> ask(question.expected()), cut,
        this::pause);
  }

  /**
   * Watches a proven app for the whole soak, also when it was begun before an absence; more bad answers than the budget
   * allows are the end of it.
   */
  public Verdict soak(Question question, Evidence evidence, Clues clues, BooleanSupplier cut)
      throws InterruptedException {
    if (health.soak().isZero()) {
      return new Verdict.Good(evidence);
    }
    var budget = new ErrorBudget(health.errorBudget(), health.errorWindow());
    Deadline end = Deadline.in(waiter, health.soak());
    Deadline longest = Deadline.in(waiter,
        health.longestSoak().compareTo(health.soak()) > 0 ? health.longestSoak() : health.soak());
    while (!cut.getAsBoolean()) {
      Reading reading = ask(question.expected());
      budget = budget.with(reading);
      if (budget.spent()) {
        return budget.giveUp(clues.look());
      }
      boolean well = reading instanceof Reading.Well;
      if (end.passed() && well) {
        return lastWord(evidence, clues.look());
      }
      if (longest.passed()) {
        return unfinished(reading, clues.look());
      }
      if (pause(cut)) {
        break;
      }
    }
    return new Verdict.Cut();
  }

  private static Verdict lastWord(Evidence evidence, Clues.Findings found) {
    boolean over = found.fault().filter(Clues.Fault::last).isPresent();
    return over ? Verdict.Bad.of(found.fault().orElseThrow(), found) : new Verdict.Good(evidence);
  }

  private static Verdict.Bad unfinished(Reading last, Clues.Findings found) {
    if (found.fault().isPresent()) {
      return Verdict.Bad.of(found.fault().get(), found);
    }
    if (last.isBlind()) {
      return Verdict.Bad.of(Blame.RELAY, new Unhealthy.RelayBlind(last.detail()), found);
    }
    return Verdict.Bad.of(Blame.UNKNOWN, last instanceof Reading.Old
        ? new Unhealthy.OldStillAnswers()
        : new Unhealthy.SoakUnfinished(last.detail()), found);
  }

  /** Until when a restore that began at {@code since} may write and probe. */
  public Deadline restoreDeadline(Instant since, boolean resumed) {
    return time.end(health.restoreDeadline(), since, resumed);
  }

  /**
   * Waits until the rollback target answers as the app did before it was touched: well, or as unwell as it then was.
   *
   * @param question whose {@code before} is the mark of the image that failed
   */
  public RestoreVerdict restored(Question question, boolean wasWell, Clues clues, Deadline until)
      throws InterruptedException {
    boolean marked = question.expected().canProve();
    Deadline quiet = time.quiet(question.since());
    ProofRun run = ProofRun.NONE;
    while (true) {
      Reading reading = ask(question.expected());
      boolean counts = quiet.passed() || (marked && isMarked(reading));
      boolean asBefore = !wasWell && isBad(reading);
      if (counts || !(reading instanceof Reading.Well)) {
        run = run.with(asBefore && counts ? new Reading.Well(false, Optional.empty()) : reading);
      }
      if (run.good() >= health.goodInARow()) {
        return new RestoreVerdict.Back(marked && wasWell ? Grade.PROVEN : Grade.SETTLED, run.good(),
            reading instanceof Reading.Well);
      }
      if (until.passed()) {
        Clues.Findings found = clues.look();
        return new RestoreVerdict.NotBack(found.fault().map(Clues.Fault::why)
            .orElse(new Unhealthy.NoProof(run.lastWords())));
      }
      pause(() -> false);
    }
  }

  /** As bad as the baseline may have been: an unwell answer, or none although the app was reached. */
  private static boolean isBad(Reading reading) {
    return switch (reading) {
      case Reading.Unwell _ -> true;
      case Reading.Silent(var trouble, _) -> trouble == Answer.Trouble.TIMEOUT || trouble == Answer.Trouble.BROKEN;
      case Reading.Well _,Reading.Old _ -> false;
    };
  }

  private static boolean isMarked(Reading reading) {
    return switch (reading) {
      case Reading.Well(var marked, _) -> marked;
      case Reading.Unwell(var marked, _) -> marked;
      case Reading.Old _,Reading.Silent _ -> false;
    };
  }

  private Reading ask(Expectation expected) throws InterruptedException {
    Reading reading = Reading.of(probe.ask(health.path()), health, proof, expected);
    watcher.probed(reading);
    return reading;
  }

  /** A whole interval, however often the thread is woken; true when {@code cut} ended it. */
  private boolean pause(BooleanSupplier cut) throws InterruptedException {
    Deadline next = Deadline.in(waiter, health.interval());
    while (!next.passed()) {
      waiter.pause(next.remaining());
      if (cut.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }
}
