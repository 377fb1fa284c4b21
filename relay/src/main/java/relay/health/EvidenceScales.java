package relay.health;

import java.time.Instant;
import java.util.Optional;
import relay.health.Clues.Findings;

/**
 * Weighs what was seen against what is required. {@code settledRun} counts only answers after the quiet time, since
 * until then the image before may be the one that answers.
 */
record EvidenceScales(HealthCheck.Question question, HealthSettings health, ProofSettings proof,
    ProofRun settledRun) {
  EvidenceScales(HealthCheck.Question question, HealthSettings health, ProofSettings proof) {
    this(question, health, proof, ProofRun.NONE);
  }

  EvidenceScales with(Reading reading, Instant now) {
    return now.isBefore(question.since().plus(health.quiet()))
        ? this
        : new EvidenceScales(question, health, proof, settledRun.with(reading));
  }

  /** Whether the answers suffice, so that only the other evidence is left to look at. */
  boolean nearlyGood(ProofRun run) {
    return run.good() >= health.goodInARow();
  }

  /** The best evidence there is, if it reaches the required grade. */
  Optional<Evidence> weigh(ProofRun run, Findings found) {
    return best(run, found).filter(evidence -> evidence.grade().reaches(proof.require()));
  }

  private Optional<Evidence> best(ProofRun run, Findings found) {
    if (question.expected().canProve()) {
      return nearlyGood(run) && fromEachInstance(run)
          ? Optional.of(new Evidence(Grade.PROVEN, run.good() + " answers in a row bear the mark "
              + question.expected().mark().orElseThrow() + instancesInWords(run)))
          : Optional.empty();
    }
    if (nearlyGood(run) && found.started().isPresent()) {
      return Optional.of(new Evidence(Grade.OBSERVED, found.started().get()));
    }
    return nearlyGood(settledRun)
        ? Optional.of(new Evidence(Grade.SETTLED, settledRun.good() + " good answers in a row after a quiet time"))
        : Optional.empty();
  }

  private boolean fromEachInstance(ProofRun run) {
    return question.instances() <= 1 || run.instances().size() >= question.instances();
  }

  private String instancesInWords(ProofRun run) {
    return question.instances() <= 1 ? "" : ", from each of " + run.instances().size() + " instances";
  }

  /** Why there is no evidence, and whose fault that is. */
  Verdict.Bad giveUp(ProofRun run, Findings found) {
    if (found.fault().isPresent()) {
      return new Verdict.Bad(found.fault().get().blame(), found.fault().get().why(), found.lastLines());
    }
    if (found.waitingFor().isPresent()) { // an image without its secrets cannot be blamed for being unwell
      return bad(Blame.ENVIRONMENT, found.waitingFor().get(), found);
    }
    if (run.seenUnwell().isPresent()) {
      return bad(Blame.IMAGE, "the new image answers but is unwell: " + run.seenUnwell().get(), found);
    }
    if (run.seen() && !fromEachInstance(run)) {
      return bad(Blame.UNKNOWN, "the new image was seen on " + run.instances().size() + " of " + question.instances()
          + " instances only", found);
    }
    if (found.started().isPresent() && !run.seen() && question.expected().canProve()) {
      return bad(Blame.IMAGE, "its container was started but did not answer: " + run.last().orElse("no answer"), found);
    }
    return bad(Blame.UNKNOWN, "no proof of the new image in time: " + run.last().orElse("no answer"), found);
  }

  private static Verdict.Bad bad(Blame blame, String why, Findings found) {
    return new Verdict.Bad(blame, why, found.lastLines());
  }
}
