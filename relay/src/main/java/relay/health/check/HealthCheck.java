package relay.health.check;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import relay.health.Baseline;
import relay.health.Clues;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.HealthSettings;
import relay.health.HealthWatcher;
import relay.health.Probe;
import relay.health.ProofSettings;
import relay.health.RestoreVerdict;
import relay.health.Verdict;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * Probes an app until there is a verdict. Blocks: never on an event loop. Each method may be called anew after a restart
 * and then begins its count again. Probes are an interval apart, whatever wakes the thread in between.
 */
public final class HealthCheck {
  private final Probes probes;
  private final Waiter waiter;
  private final HealthSettings health;
  private final ProofSettings proof;

  public HealthCheck(Probe probe, Waiter waiter, HealthSettings health, ProofSettings proof, HealthWatcher watcher) {
    this.probes = new Probes(probe, waiter, health, proof, watcher);
    this.waiter = waiter;
    this.health = health;
    this.proof = proof;
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
    Baseline first = probes.baseline();
    if (first instanceof Baseline.Seen seen && seen.well()) {
      return first;
    }
    probes.pause();
    return probes.baseline();
  }

  /** Waits for evidence of the wanted image, at least of the required grade. {@code cut} is asked at each wake-up. */
  public Verdict prove(Question question, Clues clues, BooleanSupplier cut) throws InterruptedException {
    return new Proof(probes, waiter, health, proof, question, clues).run(cut);
  }

  /** Watches a proven app for the whole soak, also when it was begun before an absence. */
  public Verdict soak(Question question, Evidence evidence, Clues clues, BooleanSupplier cut)
      throws InterruptedException {
    return health.soak().isZero()
        ? new Verdict.Good(evidence)
        : new Soak(probes, waiter, health, question.expected(), clues).run(evidence, cut);
  }

  /** Until when a restore that began at {@code since} may write and probe. */
  public Deadline restoreDeadline(Instant since, boolean resumed) {
    return new AttendedTime(waiter, health).end(health.restoreDeadline(), since, resumed);
  }

  /** {@code until}, or later, so that a rollback target that was written late has the time to answer well. */
  public Deadline timeToAnswer(Deadline until) {
    Duration least = health.quiet().plus(health.interval().multipliedBy(health.goodInARow() + 1L));
    return until.remaining().compareTo(least) < 0 ? Deadline.in(waiter, least) : until;
  }

  /**
   * Waits until the rollback target answers as the app did before it was touched: well, or as unwell as it then was. Never
   * cut short.
   *
   * @param question whose {@code since} is no earlier than the write of the rollback target, and as near to it as can
   *     be, since the quiet time counts from there; whose {@code before} is the mark of the image that failed
   * @param until moved on by the time in which the relay could not look
   */
  public RestoreVerdict restored(Question question, boolean wasWell, Clues clues, Deadline until)
      throws InterruptedException {
    return new Restoration(probes, waiter, health, question, wasWell, clues, until).run();
  }
}
