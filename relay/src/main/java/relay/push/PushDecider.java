package relay.push;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Touched;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.run.TargetCheck;

/**
 * Judges by an app's state, never by history or a time window, whether a digest that somebody speaks of is news. Doors and
 * reconciliation share one judge and decide {@link #alone}, so that what both tell of becomes one rollout.
 */
public final class PushDecider {
  private static final int LATEST = 20;
  private final Journal journal;
  private final ReentrantLock one = new ReentrantLock();

  public PushDecider(Journal journal) {
    this.journal = journal;
  }

  /** What a digest is to an app. */
  public sealed interface Verdict {
    record News() implements Verdict {}

    /** The newest rollout of the app brings it. */
    record InFlight(RolloutId rollout) implements Verdict {}

    /** The app runs it, and nothing is under way. */
    record Live() implements Verdict {}

    /** What the app is on its way to is newer, by the order of its tags; who came first does not count. */
    record Older(RolloutId rollout, String than) implements Verdict {}
  }

  /** Runs {@code decision}, from the verdict to the commit of what follows from it, while nobody else decides. */
  public <T> T alone(Supplier<T> decision) {
    one.lock();
    try {
      return decision.get();
    } finally {
      one.unlock();
    }
  }

  public Verdict of(AppSettings app, String tag, Digest digest) {
    List<Rollout> open = journal.unfinished(app.name());
    Optional<Rollout> newest = open.stream().max(Comparator.comparing(Rollout::id)); // an older one is superseded
    Optional<RolloutId> inFlight = newest.filter(rollout -> brings(rollout, digest)).map(Rollout::id);
    if (inFlight.isPresent()) {
      return new Verdict.InFlight(inFlight.get());
    }
    Optional<Rollout> newer = newest.filter(rollout -> !(rollout.state() instanceof Restoring)
        && rollout.request().wanted().tagName().filter(other -> app.tags().isDowngrade(other, tag)).isPresent());
    if (newer.isPresent()) {
      return new Verdict.Older(newer.get().id(), newer.get().request().wanted().tagName().orElseThrow());
    }
    boolean live = journal.memory(app.name()).expected().flatMap(ConfiguredImage::pinned)
        .filter(image -> image.digest().equals(digest)).isPresent();
    return live && open.isEmpty() ? new Verdict.Live() : new Verdict.News();
  }

  /**
   * Whether an event that tells of this digest, which is news, may come late: something is under way at the app, which may be
   * newer, or an earlier rollout was for it, so that it may be a repeat.
   */
  public boolean mayComeLate(AppSettings app, String tag, Digest digest) {
    return of(app, tag, digest) instanceof Verdict.News && (!journal.unfinished(app.name()).isEmpty()
        || journal.history(Optional.of(app.name()), LATEST).stream().anyMatch(rollout -> aims(rollout, digest)));
  }

  /**
   * Why nobody needs to act on what the registry shows under {@code tag}, though it is not what was seen there at
   * {@code last}: it is known already, or not wanted here. Empty when it is news.
   */
  public Optional<String> whyNoNews(AppSettings app, String tag, Digest digest, Instant last) {
    return switch (of(app, tag, digest)) {
      case Verdict.InFlight(var rollout) -> Optional.of("rollout " + rollout + " brings it");
      case Verdict.Live() -> Optional.of("it is live");
      case Verdict.Older(var rollout, var than) -> Optional.of("rollout " + rollout + " brings " + than
          + ", which is newer");
      case Verdict.News() -> unwanted(app, tag, digest).or(() -> told(app.name(), digest, last));
    };
  }

  private Optional<String> unwanted(AppSettings app, String tag, Digest digest) {
    AppRecord memory = journal.memory(app.name());
    String rejected = memory.rejected().get(digest);
    if (rejected != null) {
      return Optional.of("it was rejected here: " + rejected);
    }
    return memory.liveTag().filter(live -> app.tags().isDowngrade(live, tag))
        .map(live -> "it is older than " + live + ", which is live");
  }

  /**
   * Whether an event told of it: then it had its rollout, however that ended. A person's rollouts in between count for
   * nothing, and neither does one that did not find the image, since now it is there.
   */
  private Optional<String> told(AppName app, Digest digest, Instant last) {
    return journal.history(Optional.of(app), LATEST).stream()
        .filter(rollout -> !rollout.opened().isBefore(last) && !rollout.request().cause().manual())
        .max(Comparator.comparing(Rollout::id))
        .filter(rollout -> aims(rollout, digest) && !cameTooEarly(rollout.state()))
        .map(rollout -> "rollout " + rollout.id() + " was for it and ended " + rollout.state().label());
  }

  private static boolean cameTooEarly(RolloutState state) {
    return state instanceof Refused(var why)
        && (why.startsWith(TargetCheck.NOT_HELD) || why.startsWith(TargetCheck.QUARANTINED));
  }

  /** Whether the rollout is on its way to this digest; one that goes back is not. */
  private static boolean brings(Rollout rollout, Digest digest) {
    return switch (rollout.state()) {
      case Untouched _,Touched _ -> aims(rollout, digest);
      case Restoring _,Settled _ -> false;
    };
  }

  /** Whether this digest is, or was, what the rollout is for. */
  private static boolean aims(Rollout rollout, Digest digest) {
    Optional<PinnedImage> pinned = switch (rollout.state()) {
      case Touched touched -> Optional.of(touched.change().target());
      case Restoring restoring -> Optional.of(restoring.change().target());
      case RolledBack(var change, _, _, _) -> Optional.of(change.target());
      case Stuck(var change, _, _) -> Optional.of(change.target());
      case Healthy(var live, _) -> Optional.of(live);
      case Untouched _,Settled _ -> Optional.empty();
    };
    return pinned.map(PinnedImage::digest).or(() -> rollout.request().wanted().digest()).filter(digest::equals)
        .isPresent();
  }
}
