package relay.rollout.run;

import java.util.Optional;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppView;
import relay.app.RollbackTarget;
import relay.health.Baseline;
import relay.health.Expectation;
import relay.health.Grade;
import relay.image.ImageDetails;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.Refusal;

/** What the app will report when the target answers, and whether that differs from what answers now. Reads only. */
final class ProofCheck {
  private final AppSettings settings;
  private final Registry registry;

  ProofCheck(AppSettings settings, Registry registry) {
    this.settings = settings;
    this.registry = registry;
  }

  /**
   * What is to be expected of the target. With {@code marker: none} labels play no part.
   *
   * @param runs whether the target runs already, so that what ran before it may be what still answers
   */
  Expectation expected(ImageDetails target, AppView view, boolean runs, AppRecord record,
      Optional<RollbackTarget> back, Baseline baseline) throws RegistryException, InterruptedException {
    if (settings.proof().marker().isEmpty()) {
      return Expectation.NOTHING;
    }
    Optional<String> mark = label(Optional.of(target));
    Optional<String> before = labelOf(runs ? back.flatMap(RollbackTarget::pinned) : before(view, record));
    return new Expectation(mark, before.isPresent() || runs ? before : seen(baseline));
  }

  /**
   * What is to be expected of the rollback target once it answers after {@code failed}: no mark of an image that answers
   * now and carries none, since it never will.
   */
  Expectation expectedBack(Optional<RollbackTarget> back, Expectation failed, AppView view, Baseline baseline)
      throws RegistryException, InterruptedException {
    if (settings.proof().marker().isEmpty()) {
      return Expectation.NOTHING;
    }
    boolean answersNow = back.filter(target -> view.live().sameAs(target.configured())).isPresent();
    boolean unmarked = baseline instanceof Baseline.Seen seen && seen.well() && seen.mark().isEmpty();
    return new Expectation(answersNow && unmarked ? Optional.empty() : labelOf(back.flatMap(RollbackTarget::pinned)),
        failed.mark());
  }

  /** Why the required grade cannot be reached; empty when it can. */
  Optional<Refusal> unprovable(Expectation expected, int instances, Baseline baseline) {
    if (settings.proof().require() != Grade.PROVEN) {
      return Optional.empty();
    }
    String label = settings.proof().label();
    if (expected.mark().isEmpty()) {
      return Optional.of(new Refusal.NoLabel(label));
    }
    if (!expected.canProve()) {
      return Optional.of(new Refusal.SameLabel(label));
    }
    boolean indistinct = instances > 1 && (settings.proof().instance().isEmpty()
        || (baseline instanceof Baseline.Seen seen && seen.well() && seen.instance().isEmpty()));
    return indistinct ? Optional.of(new Refusal.InstancesIndistinct(instances)) : Optional.empty();
  }

  /** The image that answers before the switch, as far as it is an image of the repository. */
  private static Optional<PinnedImage> before(AppView view, AppRecord record) {
    return view.live().pinned().or(() -> view.live().tagged().flatMap(tagged -> record.presumed()
        .filter(presumed -> presumed.in().equals(tagged.in()))));
  }

  private static Optional<String> seen(Baseline baseline) {
    return baseline instanceof Baseline.Seen seen ? seen.mark() : Optional.empty();
  }

  private Optional<String> labelOf(Optional<PinnedImage> image) throws RegistryException, InterruptedException {
    if (image.isEmpty() || !image.get().in().equals(settings.repository())) {
      return Optional.empty();
    }
    return label(registry.describe(image.get(), settings.platform()));
  }

  private Optional<String> label(Optional<ImageDetails> details) {
    return details.map(found -> found.labels().get(settings.proof().label())).filter(value -> !value.isBlank());
  }
}
