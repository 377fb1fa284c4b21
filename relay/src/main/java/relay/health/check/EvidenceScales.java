package relay.health.check;

import java.util.Optional;
import relay.health.Answer;
import relay.health.Blame;
import relay.health.Clues.Findings;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.health.Reading;
import relay.health.Unhealthy;
import relay.health.Verdict;

/**
 * Weighs what was seen against what is required. Where no mark tells the images apart, answers count only from the moment
 * that shows the new container's start, or else after the quiet time: until then the image before may be the one that
 * answers.
 *
 * @param startedRun answers since the platform reported the start
 * @param settledRun answers since the quiet time ended
 */
record EvidenceScales(Expectation expected, HealthSettings health, ProofSettings proof, ProofRun run,
    ProofRun startedRun, ProofRun settledRun) {
  EvidenceScales(Expectation expected, HealthSettings health, ProofSettings proof) {
    this(expected, health, proof, ProofRun.NONE, ProofRun.NONE, ProofRun.NONE);
  }

  EvidenceScales with(Reading reading, boolean started, boolean quiet) {
    ProofRun next = run.with(expected.canProve() && reading instanceof Reading.Well well ? well.decisive() : reading);
    return new EvidenceScales(expected, health, proof, enough(next) ? next.recovered() : next,
        started ? startedRun.with(reading) : ProofRun.NONE, quiet ? ProofRun.NONE : settledRun.with(reading));
  }

  /** The new image's bad answers do not count yet. */
  EvidenceScales withoutBad() {
    return new EvidenceScales(expected, health, proof, run.withoutBad(), startedRun, settledRun);
  }

  /** Whether the answers suffice, so that only the other evidence is left to look at. */
  boolean nearlyGood() {
    boolean lessWillDo = proof.require() != Grade.PROVEN;
    return enough(run) || (lessWillDo && (enough(startedRun) || enough(settledRun)));
  }

  /** The best evidence there is, if it reaches the required grade. */
  Optional<Evidence> weigh(Findings found) {
    return best(found).filter(evidence -> evidence.grade().reaches(proof.require()));
  }

  private Optional<Evidence> best(Findings found) {
    boolean indistinct = !fromEachInstance(found) && run.instances().isEmpty(); // then a lower grade is all there is
    if (marksDecide() && !indistinct) {
      return enough(run) && fromEachInstance(found)
          ? Optional.of(new Evidence(Grade.PROVEN, new Evidence.Basis.Marks(expected.mark().orElseThrow(), run.good(),
              Math.max(1, run.instances().size()))))
          : Optional.empty();
    }
    if (enough(startedRun) && found.startLogged()) {
      return Optional.of(new Evidence(Grade.OBSERVED, new Evidence.Basis.Log(startedRun.good())));
    }
    if (enough(startedRun) && found.startReported()) {
      return Optional.of(new Evidence(Grade.OBSERVED,
          new Evidence.Basis.Status(startedRun.good(), found.instances())));
    }
    return enough(settledRun)
        ? Optional.of(new Evidence(Grade.SETTLED, new Evidence.Basis.Answers(settledRun.good())))
        : Optional.empty();
  }

  /** Where less than a proof will do, not before a mark was seen, nor where the instances cannot be told apart. */
  private boolean marksDecide() {
    boolean indistinct = enough(run) && run.instances().isEmpty();
    return expected.canProve() && (proof.require() == Grade.PROVEN || (run.seen() && !indistinct));
  }

  private boolean enough(ProofRun answers) {
    return answers.good() >= health.goodInARow();
  }

  private boolean fromEachInstance(Findings found) {
    return found.instances() <= 1 || run.instances().size() >= found.instances();
  }

  /**
   * Why there is no evidence, and whose fault that is.
   *
   * @param resumed whether the relay was away, so that it may have missed the start
   */
  Verdict.Bad giveUp(Findings found, boolean resumed) {
    return Verdict.Bad.ofPlatform(found).orElseGet(() -> byAnswers(found, resumed));
  }

  private Verdict.Bad byAnswers(Findings found, boolean resumed) {
    boolean missing = run.seen() && !fromEachInstance(found);
    if (run.seenUnwell().isPresent() && !(missing && enough(run))) {
      return Verdict.Bad.of(Blame.IMAGE, new Unhealthy.UnwellAnswers(Math.max(1, run.bad()), run.seenUnwell().get()),
          found);
    }
    if (missing) {
      return Verdict.Bad.of(Blame.UNKNOWN,
          new Unhealthy.InstancesMissing(run.instances().size(), found.instances()), found);
    }
    if (run.last().filter(Reading::isNetwork).isPresent()) {
      return Verdict.Bad.of(Blame.ENVIRONMENT, new Unhealthy.NoProof(run.lastWords()), found);
    }
    if (run.last().filter(Reading.Old.class::isInstance).isPresent() && !run.seen()) {
      return Verdict.Bad.of(Blame.UNKNOWN, new Unhealthy.OldStillAnswers(), found);
    }
    if (found.started() && !run.seen() && expected.canProve() && !frontAnswers()) {
      // a front end, the network or another image may have answered in its place
      return Verdict.Bad.of(Blame.UNKNOWN, new Unhealthy.StartedButSilent(run.lastWords()), found);
    }
    boolean missedTheStart = resumed && enough(settledRun);
    return Verdict.Bad.of(missedTheStart ? Blame.RELAY : Blame.UNKNOWN, new Unhealthy.NoProof(run.lastWords()), found);
  }

  private boolean frontAnswers() {
    return run.last().filter(last -> last instanceof Reading.Silent(var trouble, _)
        && trouble == Answer.Trouble.FRONT).isPresent();
  }
}
