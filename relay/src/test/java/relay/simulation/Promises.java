package relay.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.app.RejectReason;
import relay.app.RollbackTarget;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.act.Accepted;
import relay.rollout.act.OperationRefusedException;
import relay.simulation.Deed.Word;
import relay.simulation.SimulatedApp.Behaviour;

/** What must hold in every history, by the numbers of the product's promises. */
final class Promises {
  private static final int SEEN_WITHIN = 600;
  private final Journal journal;
  private final SimulatedRegistry registry;
  private final History history;
  private final Consumer<Violation> broken;
  private boolean touched;
  private boolean behavioursChanged;

  Promises(Journal journal, SimulatedRegistry registry, History history, Consumer<Violation> broken) {
    this.journal = journal;
    this.registry = registry;
    this.history = history;
    this.broken = broken;
  }

  void happens(Deed deed) {
    behavioursChanged |= deed.what() == Word.IMAGE && deed.second() > 0;
  }

  void rolledBack(Accepted accepted) {
    if (accepted.joined() && accepted.rollout().isUntouched() && !accepted.rollout().manual()) {
      broken.accept(new Violation(6, "a rollback joined a rollout that touches nothing: " + accepted.rollout().id()));
    }
  }

  void refused(Deed deed, OperationRefusedException refused) {
    boolean inHand = journal.unfinished(Ship.APP).stream().anyMatch(Promises::canGoBack);
    if (deed.what() == Word.ROLLBACK && inHand) {
      broken.accept(new Violation(6, "a rollback was refused while a rollout had the app: " + refused.code()));
    }
  }

  private static boolean canGoBack(Rollout rollout) {
    return rollout.isUnderWay() && rollout.state().changed().flatMap(Change::back).isPresent();
  }

  /** The relay writes an image. */
  void written(ConfiguredImage image) {
    touched = true;
    List<Rollout> inHand = journal.unfinished(Ship.APP).stream().filter(Rollout::isUnderWay).toList();
    boolean stuck = journal.stuck(Ship.APP).isPresent();
    if (inHand.size() > 1) {
      broken.accept(new Violation(4, "several rollouts have the app in their hands: " + inHand));
    }
    if (inHand.isEmpty() && !stuck) {
      broken.accept(new Violation(12, "a write of " + image + " that no saved state announces"));
    }
    inHand.forEach(rollout -> announced(rollout, image));
  }

  private void announced(Rollout rollout, ConfiguredImage image) {
    Change change = rollout.state().changed().orElseThrow();
    boolean forward = rollout.state() instanceof Applying && image.runs(change.target());
    boolean back = rollout.state() instanceof Restoring
        && change.back().map(RollbackTarget::configured).filter(image::sameAs).isPresent();
    if (!forward && !back) {
      broken.accept(new Violation(12, "rollout " + rollout.id() + " is " + rollout.state().label()
          + " and wrote " + image));
    }
    AppRecord record = journal.record(Ship.APP);
    if (forward && !rollout.manual() && record.isRejected(change.target())
        && !(rollout.request().cause() instanceof Cause.Manual)) {
      broken.accept(new Violation(7, "a rejected digest was brought by itself: " + change.target()));
    }
    if (forward && rollout.request().cause() instanceof Cause.Retried(var earlier, _)
        && overtook(earlier.value(), rollout)) {
      broken.accept(new Violation(2, "a retry brought an image after something newer: rollout " + rollout.id()));
    }
  }

  /** Whether a rollout between the failed one and its retry touched the app, other than by being that retry. */
  private boolean overtook(long earlier, Rollout retry) {
    return journal.history(Optional.of(Ship.APP), 50).stream()
        .anyMatch(other -> other.id().value() > earlier && !other.id().equals(retry.id())
            && other.id().compareTo(retry.id()) != 0 && other.opened().isAfter(retry.opened())
            && other.state().changed().isPresent());
  }

  /** The world was calm for long. */
  void atTheEnd(SimulatedApp app, Baton baton) {
    AppRecord record = journal.record(Ship.APP);
    ConfiguredImage configured = app.configured();
    List<Rollout> open = journal.unfinished(Ship.APP).stream().filter(Rollout::isUnderWay).toList();
    Optional<Rollout> stuck = journal.stuck(Ship.APP);
    if (!open.isEmpty()) {
      broken.accept(new Violation(6, "still under way when all is calm: " + open.getFirst()));
    }
    if (record.configured().filter(configured::sameAs).isEmpty()) {
      broken.accept(
          new Violation(8, "live names " + record.configured() + ", and the app is configured for " + configured));
    }
    if (touched) {
      letGo(app, record, configured, stuck);
    }
    record.rejected().forEach((digest, why) -> {
      boolean byFault = why instanceof RejectReason.Failed;
      Behaviour behaviour = app.behaviour(ConfiguredImage.of(SimulatedRegistry.REPOSITORY.at(digest)));
      if (byFault && behaviour == Behaviour.WELL && !behavioursChanged) {
        broken.accept(new Violation(7, "a good image was rejected: " + why));
      }
    });
    wanted(app, record, configured, stuck);
  }

  private void letGo(SimulatedApp app, AppRecord record, ConfiguredImage configured, Optional<Rollout> stuck) {
    boolean byHand = history.has(Word.DRIFT, Word.UNDO_DRIFT);
    boolean proven = configured.pinned().filter(record::isProven).isPresent();
    Optional<Rollout> last = lastTouched();
    boolean restored = last.filter(rollout -> rollout.state() instanceof RolledBack(var change, _, _, _)
        && change.back().map(RollbackTarget::configured).filter(configured::sameAs).isPresent()).isPresent();
    if (!proven && !restored && stuck.isEmpty() && !byHand) {
      broken.accept(new Violation(6, "let go of: " + configured + " is neither proven, nor restored, nor stuck; last "
          + last));
    }
    boolean bad = configured.pinned().isPresent() && app.behaviour(configured) != Behaviour.WELL;
    if (bad && stuck.isEmpty() && !byHand && !behavioursChanged) {
      broken.accept(new Violation(6, "a broken image is live and nobody is told: " + configured + "; last " + last));
    }
    boolean canBeMended = stuck.filter(rollout -> rollout.state() instanceof Stuck state
        && configured.runs(state.change().target()) && state.change().back().isPresent()).isPresent();
    if (canBeMended && !byHand) {
      broken.accept(new Violation(6, "stuck on its own image, and the rollback target was not written again"));
    }
  }

  private Optional<Rollout> lastTouched() {
    return journal.history(Optional.of(Ship.APP), 200).stream()
        .filter(
            rollout -> rollout.state().changed().isPresent() && !(rollout.state() instanceof RolloutState.Superseded))
        .findFirst();
  }

  /** Where nobody but senders did anything, the tag's image runs in the end if it can. */
  private void wanted(SimulatedApp app, AppRecord record, ConfiguredImage configured, Optional<Rollout> stuck) {
    boolean alone = !history.has(Word.DEPLOY, Word.DEPLOY_TAG, Word.DEPLOY_TYPO, Word.ROLLBACK, Word.ADOPT, Word.REVERT,
        Word.CANCEL, Word.RETRY, Word.HOLD, Word.DRIFT, Word.UNDO_DRIFT, Word.DELETE, Word.STOP_APP, Word.CHART,
        Word.MODE)
        && !behavioursChanged;
    Optional<PinnedImage> wanted = registry.tagged();
    if (!alone || wanted.isEmpty() || stuck.isPresent() || record.hold().isPresent()) {
      return;
    }
    boolean good = app.behaviour(ConfiguredImage.of(wanted.get())) == Behaviour.WELL && wasReported();
    if (good && !configured.runs(wanted.get()) && !record.isRejected(wanted.get())) {
      broken.accept(new Violation(1, "the tag names " + SimulatedRegistry.nameOf(wanted.get()) + ", and the app runs "
          + configured));
    }
  }

  /** Whether the tag was moved by a push that was reported, or at least after it had been seen at the registry before. */
  private boolean wasReported() {
    List<Deed> moves = history.deeds().stream().filter(deed -> deed.what() == Word.PUSH || deed.what() == Word.TAG)
        .toList();
    Deed last = moves.getLast();
    return last.what() == Word.PUSH || moves.stream()
        .anyMatch(deed -> deed.what() == Word.PUSH && deed.second() + SEEN_WITHIN < last.second());
  }
}
