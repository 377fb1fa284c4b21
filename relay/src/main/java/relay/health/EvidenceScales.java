package relay.health;

import java.util.Optional;
import relay.health.Clues.Findings;

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
    return new EvidenceScales(expected, health, proof, run.with(reading),
        started ? startedRun.with(reading) : startedRun, quiet ? settledRun : settledRun.with(reading));
  }

  /** The new image's bad answers do not count yet. */
  EvidenceScales withoutBad() {
    return new EvidenceScales(expected, health, proof, run.withoutBad(), startedRun, settledRun);
  }

  /** Whether the answers suffice, so that only the other evidence is left to look at. */
  boolean nearlyGood() {
    return enough(run);
  }

  /** The best evidence there is, if it reaches the required grade. */
  Optional<Evidence> weigh(Findings found) {
    return best(found).filter(evidence -> evidence.grade().reaches(proof.require()));
  }

  private Optional<Evidence> best(Findings found) {
    if (expected.canProve()) {
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

  private boolean enough(ProofRun answers) {
    return answers.good() >= health.goodInARow();
  }

  private boolean fromEachInstance(Findings found) {
    return found.instances() <= 1 || run.instances().size() >= found.instances();
  }

  /** Why there is no evidence, and whose fault that is. */
  Verdict.Bad giveUp(Findings found) {
    if (found.fault().isPresent()) {
      return Verdict.Bad.of(found.fault().get(), found);
    }
    if (found.waitingFor().isPresent()) { // an image without its secrets cannot be blamed for being unwell
      return Verdict.Bad.of(Blame.ENVIRONMENT, found.waitingFor().get(), found);
    }
    if (run.seenUnwell().isPresent()) {
      return Verdict.Bad.of(Blame.IMAGE, new Unhealthy.UnwellAnswers(Math.max(1, run.bad()), run.seenUnwell().get()),
          found);
    }
    if (run.seen() && !fromEachInstance(found)) {
      return Verdict.Bad.of(Blame.UNKNOWN,
          new Unhealthy.InstancesMissing(run.instances().size(), found.instances()), found);
    }
    if (found.started() && !run.seen() && expected.canProve()) {
      return Verdict.Bad.of(Blame.IMAGE, new Unhealthy.StartedButSilent(run.lastWords()), found);
    }
    return Verdict.Bad.of(Blame.UNKNOWN, new Unhealthy.NoProof(run.lastWords()), found);
  }
}
