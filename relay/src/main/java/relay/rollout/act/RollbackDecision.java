package relay.rollout.act;

import java.util.Optional;
import relay.app.AppSettings;
import relay.app.RollbackTarget;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.RolloutState.Touched;
import relay.rollout.StopRequest;
import relay.rollout.record.Journal;

/** What a rollback does as things stand. Blocks as the journal does; the caller holds the decision lock. */
final class RollbackDecision {
  private final Journal journal;
  private final InFlight inFlight;
  private final RollbackChoice choice;

  RollbackDecision(Journal journal, InFlight inFlight, RollbackChoice choice) {
    this.journal = journal;
    this.inFlight = inFlight;
    this.choice = choice;
  }

  /**
   * A rollout that has the app in its hands returns to its rollback target, when that is what is asked for; any other is
   * left alone, and a rollout to the image that is asked for is opened, or joined.
   */
  Accepted take(AppSettings app, RollbackTo to, StopRequest by) {
    Optional<Rollout> underWay = inFlight.underWay(app.name());
    if (to instanceof RollbackTo.Before && underWay.isPresent()) {
      return goesBack(underWay.get())
          ? new Accepted(underWay.get(), true)
          : sentBack(underWay.get(), app, to, by);
    }
    DesiredImage desired = choice.of(app, to);
    if (underWay.isPresent() && isItsTarget(underWay.get(), desired)) {
      return sentBack(underWay.get(), app, to, by);
    }
    var request = new RolloutRequest(app.name(), desired, new Cause.Rollback(by.by(), by.reason()), false,
        by.keepLeft(), Optional.empty());
    return inFlight.bringing(request).map(rollout -> new Accepted(rollout, true))
        .orElseGet(() -> new Accepted(journal.open(request), false));
  }

  /** A rollback that is asked for twice is one: the second must not return to what the first leaves. */
  private static boolean goesBack(Rollout rollout) {
    return rollout.request().cause() instanceof Cause.Rollback && rollout.state() instanceof Touched;
  }

  private static boolean isItsTarget(Rollout rollout, DesiredImage desired) {
    Optional<Digest> target = rollout.state().changed().flatMap(Change::back).flatMap(RollbackTarget::pinned)
        .map(PinnedImage::digest);
    return target.isPresent() && target.equals(desired.digest());
  }

  private Accepted sentBack(Rollout rollout, AppSettings app, RollbackTo to, StopRequest by) {
    if (rollout.state() instanceof Touched touched && touched.change().back().isEmpty()) {
      throw OperationRefusedException.nothingProven();
    }
    boolean goesOn = journal.requestStop(rollout.id(), by);
    Rollout now = journal.rollout(rollout.id()).orElse(rollout);
    return goesOn ? new Accepted(now, true) : ended(now, app, to, by);
  }

  /** It ended this very moment: where it left the app on another image than before it, the decision is made anew. */
  private Accepted ended(Rollout rollout, AppSettings app, RollbackTo to, StopRequest by) {
    return switch (rollout.state()) {
      case Healthy _,Superseded _,Stuck _ -> take(app, to, by);
      default -> new Accepted(rollout, true);
    };
  }
}
