package relay.rollout.act;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.image.PinnedImage;
import relay.rollout.DesiredImage;
import relay.rollout.DesiredImage.ByDigest;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Healthy;

/** What an idle app goes back to. Blocks as the journal does; whether the registry still holds it, the rollout asks. */
final class RollbackChoice {
  private static final int MOST = 5;
  private final Journal journal;

  RollbackChoice(Journal journal) {
    this.journal = journal;
  }

  /** The newest digest proven here that is neither live nor rejected, else the one found at first sight. */
  DesiredImage newest(AppSettings app) {
    AppRecord record = journal.record(app.name());
    List<ByDigest> candidates = new ArrayList<>();
    record.proven().forEach(proven -> candidates.add(new ByDigest(proven.image(), proven.tag())));
    record.presumed().ifPresent(image -> candidates.add(new ByDigest(image, Optional.empty())));
    List<ByDigest> fit = candidates.stream().filter(each -> fits(app, record, each.image())).distinct().limit(MOST)
        .toList();
    if (fit.isEmpty()) {
      throw OperationRefusedException.nothingProven();
    }
    return fit.size() == 1
        ? fit.getFirst()
        : new DesiredImage.FirstAvailable(fit.getFirst(), fit.subList(1, fit.size()));
  }

  private static boolean fits(AppSettings app, AppRecord record, PinnedImage image) {
    return image.in().equals(app.repository()) && !record.isRejected(image)
        && record.configured().filter(live -> live.runs(image)).isEmpty();
  }

  /** What a rollout of the app proved. */
  DesiredImage broughtBy(AppSettings app, RolloutId id) {
    Rollout rollout = journal.rollout(id).filter(found -> found.app().equals(app.name()))
        .orElseThrow(() -> OperationRefusedException.noSuchRollout(id));
    if (rollout.state() instanceof Healthy healthy) {
      return new ByDigest(healthy.change().target(), healthy.change().tag());
    }
    throw OperationRefusedException.notProven(rollout);
  }

  DesiredImage exactly(AppSettings app, PinnedImage image) {
    return new ByDigest(image, journal.record(app.name()).tagOf(image));
  }

  /** What the app ran before someone else changed it. */
  DesiredImage expected(AppSettings app) {
    AppRecord record = journal.record(app.name());
    return record.live().flatMap(ConfiguredImage::pinned)
        .<DesiredImage>map(image -> new ByDigest(image, record.liveTag()))
        .orElseThrow(OperationRefusedException::nothingExpected);
  }
}
