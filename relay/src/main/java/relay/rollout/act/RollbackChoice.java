package relay.rollout.act;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.image.PinnedImage;
import relay.rollout.DesiredImage;
import relay.rollout.DesiredImage.ByDigest;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.record.Journal;

/** What an idle app goes back to. Blocks as the journal does; whether the registry still holds it, the rollout asks. */
final class RollbackChoice {
  private static final int MOST = 5;
  private final Journal journal;
  private final KnownDigests digests;

  RollbackChoice(Journal journal, KnownDigests digests) {
    this.journal = journal;
    this.digests = digests;
  }

  /** @throws OperationRefusedException when there is no such image */
  DesiredImage of(AppSettings app, RollbackTo to) {
    return switch (to) {
      case RollbackTo.Before() -> newest(app);
      case RollbackTo.BroughtBy(var id) -> broughtBy(app, id);
      case RollbackTo.Exactly(var digest) -> exactly(app, digest);
      case RollbackTo.Typed(var text) -> typed(app, text);
    };
  }

  /** The newest digest proven here that is neither live nor rejected, else the one found at first sight. */
  private DesiredImage newest(AppSettings app) {
    AppRecord record = journal.record(app.name());
    List<ByDigest> candidates = new ArrayList<>();
    record.proven().forEach(proven -> candidates.add(new ByDigest(proven.image(), proven.tag())));
    record.presumed().ifPresent(image -> candidates.add(new ByDigest(image, Optional.empty())));
    List<ByDigest> fit = candidates.stream().filter(each -> fits(app, record, each.image())).distinct().limit(MOST)
        .toList();
    if (fit.isEmpty()) {
      throw OperationRefusedException.nothingProven();
    }
    return new DesiredImage.FirstAvailable(fit.getFirst(), fit.subList(1, fit.size()));
  }

  private static boolean fits(AppSettings app, AppRecord record, PinnedImage image) {
    return image.in().equals(app.repository()) && !record.isRejected(image)
        && record.configured().filter(live -> live.runs(image)).isEmpty();
  }

  private DesiredImage typed(AppSettings app, String text) {
    Optional<RolloutId> number = RollbackTo.Typed.isNumber(text)
        ? Optional.of(new RolloutId(Long.parseLong(text)))
        : Optional.empty();
    boolean meansRollout = number.isPresent() && (ofApp(app, number.get()).isPresent() || !KnownDigests.isDigest(text));
    return meansRollout ? broughtBy(app, number.get()) : exactly(app, text);
  }

  /** What a rollout of the app proved. */
  private DesiredImage broughtBy(AppSettings app, RolloutId id) {
    Rollout rollout = ofApp(app, id).orElseThrow(() -> OperationRefusedException.noSuchRollout(id));
    if (rollout.state() instanceof Healthy healthy) {
      return new ByDigest(healthy.change().target(), healthy.change().tag());
    }
    throw OperationRefusedException.notProven(rollout);
  }

  private Optional<Rollout> ofApp(AppSettings app, RolloutId id) {
    return journal.rollout(id).filter(found -> found.app().equals(app.name()));
  }

  /** A digest of the app's repository, whole or short. */
  DesiredImage exactly(AppSettings app, String digest) {
    PinnedImage image = app.repository().at(digests.resolve(app, digest));
    return new ByDigest(image, journal.record(app.name()).tagOf(image));
  }

  /** What the app ran before someone else changed it. */
  DesiredImage expected(AppName app) {
    AppRecord record = journal.record(app);
    return record.live().flatMap(ConfiguredImage::pinned)
        .<DesiredImage>map(image -> new ByDigest(image, record.liveTag()))
        .orElseThrow(OperationRefusedException::nothingExpected);
  }
}
