package relay.rollout.act;

import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.record.Journal;

/** What is on its way already when a person asks for something. Blocks as the journal does. */
final class InFlight {
  private final Journal journal;

  InFlight(Journal journal) {
    this.journal = journal;
  }

  /** The rollout that has the app in its hands; empty when the app is idle. */
  Optional<Rollout> underWay(AppName app) {
    return journal.unfinished(app).stream().filter(Rollout::isUnderWay).findFirst();
  }

  /**
   * The rollout that brings what {@code request} asks for: the one under way, or an equal request of a person. Empty for a
   * bare tag, since only the registry knows what it names; one that a person wants ended counts as gone.
   */
  Optional<Rollout> bringing(RolloutRequest request) {
    Optional<Digest> digest = request.desired() instanceof DesiredImage.ByTag
        ? Optional.empty()
        : request.desired().digest();
    return digest.flatMap(wanted -> going(request.app()).stream().filter(rollout -> rollout.brings(wanted))
        .filter(rollout -> !rollout.isUntouched() || isEqual(rollout.request(), request)).findFirst());
  }

  private static boolean isEqual(RolloutRequest one, RolloutRequest other) {
    return one.cause().manual() && one.cause().getClass() == other.cause().getClass()
        && one.acceptNoRollbackTarget() == other.acceptNoRollbackTarget() && one.keepLeft() == other.keepLeft();
  }

  /** The retry that the relay opened for the rollout by itself, in whatever state; empty when there is none. */
  Optional<Rollout> retryOf(Rollout failed) {
    return going(failed.app()).stream().filter(rollout -> retries(rollout, failed.id())).findFirst();
  }

  private static boolean retries(Rollout rollout, RolloutId failed) {
    return rollout.request().cause() instanceof Cause.Retried(var earlier, _) && earlier.equals(failed);
  }

  private List<Rollout> going(AppName app) {
    return journal.unfinished(app).stream().filter(rollout -> journal.stopRequested(rollout.id()).isEmpty()).toList();
  }
}
