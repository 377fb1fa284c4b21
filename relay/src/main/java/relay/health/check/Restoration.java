package relay.health.check;

import java.time.Duration;
import java.util.Optional;
import relay.health.Clues;
import relay.health.Clues.Findings;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.Reading;
import relay.health.RestoreVerdict;
import relay.health.Unhealthy;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * Waits for the rollback target to answer as the app did before it was touched: well, or as unwell as it then was. Answers
 * count after the quiet time, as the container that failed may answer until then. Where marks tell the images apart they
 * decide, as soon as no container of the target from before the switch answers any more that the failed start has doomed.
 * Used once, by one thread; never cut short.
 */
final class Restoration {
  private final Probes probes;
  private final HealthSettings health;
  private final HealthCheck.Question question;
  private final boolean wasWell;
  private final Clues clues;
  private final Allowance allowance;
  /** A write that succeeded late still gets the time that its answers need. */
  private final Deadline least;
  private final Deadline quiet;
  private final Deadline doomed;
  private ProofRun run = ProofRun.NONE;
  private ProofRun unmarked = ProofRun.NONE;

  Restoration(Probes probes, Waiter waiter, HealthSettings health, HealthCheck.Question question, boolean wasWell,
      Clues clues, Deadline until) {
    var time = new AttendedTime(waiter, health);
    this.probes = probes;
    this.health = health;
    this.question = question;
    this.wasWell = wasWell;
    this.clues = clues;
    this.quiet = time.quiet(question.since());
    this.doomed = time.doomed(question.since());
    Duration needed = quiet.remaining().plus(time.row());
    this.least = Deadline.in(waiter, needed);
    this.allowance = new Allowance(waiter, until, until.remaining());
  }

  RestoreVerdict run() throws InterruptedException {
    while (true) {
      Reading reading = probes.ask(question.expected(), Grade.SETTLED);
      allowance.after(reading);
      take(reading);
      if (run.good() >= health.goodInARow()) {
        boolean proven = wasWell && question.expected().canProve();
        return new RestoreVerdict.Back(proven ? Grade.PROVEN : Grade.SETTLED, run.good(),
            reading instanceof Reading.Well);
      }
      if (allowance.over() && least.passed()) {
        return atTheEnd(reading);
      }
      probes.pause();
    }
  }

  private void take(Reading reading) {
    boolean tells = question.expected().canProve();
    boolean counts = quiet.passed() || (tells && reading.isMarked() && doomed.passed());
    Reading taken = !wasWell && counts && isBad(reading)
        ? new Reading.Well(reading.isMarked(), Optional.empty())
        : reading;
    if (taken instanceof Reading.Well && !counts) {
      return;
    }
    unmarked = unmarked.with(taken);
    run = run.with(tells && reading instanceof Reading.Well well ? well.decisive() : taken);
  }

  /** An app that answers well but has carried no mark all along may be of a build that reports none. */
  private RestoreVerdict atTheEnd(Reading last) throws InterruptedException {
    if (unmarked.good() >= health.goodInARow()) {
      return new RestoreVerdict.Back(Grade.SETTLED, unmarked.good(), last instanceof Reading.Well);
    }
    Findings found = clues.look();
    return new RestoreVerdict.NotBack(found.fault().map(Clues.Fault::why).orElseGet(() -> allowance.wasBlind()
        ? new Unhealthy.RelayBlind(last.detail())
        : new Unhealthy.NoProof(run.lastWords())));
  }

  /** As bad as the app may have been before: an unwell answer, or none although something was reached. */
  private static boolean isBad(Reading reading) {
    return switch (reading) {
      case Reading.Unwell _ -> true;
      case Reading.Silent(var trouble, _) -> switch (trouble) {
        case TIMEOUT, BROKEN, FRONT -> true;
        case IDENTITY, DNS, CONNECT, TLS -> false;
      };
      case Reading.Well _,Reading.Old _ -> false;
    };
  }
}
