package relay.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppSettings.Mode;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.Cause.Finding;
import relay.rollout.Failure;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Cancelled;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Unchanged;
import relay.rollout.record.Journal;

/**
 * Whether a rollout is due because of what a tag names now, whatever became of earlier events. Level-triggered: it is due
 * until the digest is live, rejected, on its way, or put aside by a person; at a pause that grows with each try. Reads only.
 */
final class TagDue {
  private static final int LATEST = 100;
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
  private static final int GROWTH = 3;
  private final Journal journal;

  TagDue(Journal journal) {
    this.journal = journal;
  }

  /**
   * The finding that opens a rollout; empty when none is due now.
   *
   * @param news whether the tag named something else at the last look
   */
  Optional<Finding> of(AppSettings settings, String tag, Digest digest, boolean news, Instant now) {
    AppName app = settings.name();
    AppRecord record = journal.record(app);
    if (record.rejected().containsKey(digest) || isLive(record, tag, digest) || isBack(settings, tag, record)
        || isBusy(app, digest)) {
      return Optional.empty();
    }
    List<Rollout> history = journal.history(Optional.of(app), LATEST);
    List<Rollout> tries = history.stream().filter(rollout -> !(rollout.request().cause() instanceof Cause.Manual))
        .filter(rollout -> tried(rollout).filter(digest::equals).isPresent()).toList();
    if (tries.isEmpty()) {
      return news ? Optional.of(Finding.UNREPORTED) : Optional.empty(); // else it is the baseline
    }
    Rollout last = tries.getFirst();
    boolean over = isOver(last, digest, settings.mode()) || putAside(last, history) || journal.stuck(app).isPresent();
    return over || last.changed().plus(pause(tries.size())).isAfter(now)
        ? Optional.empty()
        : Optional.of(Finding.STILL_DUE);
  }

  /** Whether something is on its way to the digest, or has the app in its hands. */
  private boolean isBusy(AppName app, Digest digest) {
    return !journal.unfinished(app).stream().allMatch(rollout -> leavesRoom(rollout, digest));
  }

  /** Whether what is due is decided later: something that does not bring the digest has the app in its hands. */
  boolean isPutOff(AppName app, Digest digest) {
    List<Rollout> open = journal.unfinished(app);
    return open.stream().noneMatch(rollout -> rollout.brings(digest)) && isBusy(app, digest);
  }

  /** Where the app is configured by a tag, what it named at first sight counts as live. */
  private static boolean isLive(AppRecord record, String tag, Digest digest) {
    return record.live().flatMap(live -> live.pinned().or(() -> live.tagged().filter(named -> named.tag().equals(tag))
        .flatMap(_ -> record.presumed()))).filter(image -> image.digest().equals(digest)).isPresent();
  }

  /** A newest tag that was deleted is no wish to go back. */
  private static boolean isBack(AppSettings settings, String tag, AppRecord record) {
    return record.liveTag().filter(live -> settings.tags().isDowngrade(live, tag)).isPresent();
  }

  /** What is on its way to the digest, or has the app in its hands, is waited for. */
  private static boolean leavesRoom(Rollout open, Digest digest) {
    return open.isUntouched() && open.digest().filter(digest::equals).isEmpty();
  }

  /** The digest that was to be brought: when the tag had moved by then, what became of it says nothing of the other. */
  private static Optional<Digest> tried(Rollout rollout) {
    return rollout.state().changed().map(change -> change.target().digest())
        .or(() -> rollout.request().desired().digest());
  }

  /** Only another push, or a person, can change how it ended. */
  private static boolean isOver(Rollout last, Digest digest, Mode mode) {
    return switch (last.state()) {
      case Refused(Refusal.Downgrade _, _) -> false; // it was none of what is the newest now
      case Refused(var why, var image) -> why.lasting() && image.filter(other -> !other.equals(digest)).isEmpty();
      case Unchanged(NoChange.Observed _) -> mode == Mode.OBSERVE; // it is brought once the relay may write
      case Cancelled _ -> true;
      default -> failure(last.state()).filter(why -> why instanceof Failure.Cancelled
          || why instanceof Failure.RolledBackByPerson).isPresent();
    };
  }

  private static Optional<Failure> failure(RolloutState state) {
    return switch (state) {
      case RolloutState.RolledBack back -> Optional.of(back.why());
      case RolloutState.Stuck stuck -> Optional.of(stuck.why());
      default -> Optional.empty();
    };
  }

  /** A person brought something to the app since, or stopped something. */
  private static boolean putAside(Rollout last, List<Rollout> history) {
    return history.stream().takeWhile(rollout -> rollout.id().compareTo(last.id()) > 0)
        .anyMatch(rollout -> (rollout.manual() && rollout.state().changed().isPresent())
            || rollout.state() instanceof Cancelled);
  }

  private static Duration pause(int tries) {
    Duration pause = FIRST_PAUSE;
    for (int i = 1; i < tries && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(GROWTH);
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
