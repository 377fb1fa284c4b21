package relay.push;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.push.Pushes.Decision;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.record.Journal;

/** Judges by an app's state, never by history or a time window, what becomes of a push. Reads only. */
public final class PushDecider {
  private static final int LATEST = 20;
  private final Journal journal;
  private final InstantSource clock;

  public PushDecider(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /** Whether the push is of the repository from which the app takes images. */
  public static boolean concerns(AppSettings app, Push push) {
    return app.registry().equals(push.registry()) && app.repository().equals(push.image().in());
  }

  /**
   * Whether only the registry can say what the push means now: it names no digest, or it may come late, since something
   * is under way at the app, or an earlier rollout was for the same digest, so that it may be a repeat.
   */
  public boolean needsTheTag(AppSettings app, Push push) {
    if (!app.tags().watches(push.image().tag())) {
      return false;
    }
    return push.digest().isEmpty() || !journal.unfinished(app.name()).isEmpty()
        || journal.history(Optional.of(app.name()), LATEST).stream()
            .anyMatch(rollout -> rollout.digest().equals(push.digest()));
  }

  /**
   * What becomes of the push for this app.
   *
   * @param digest what the tag names as far as it is known; empty when neither sender nor registry said
   */
  public Decision decide(AppSettings app, Pushes.Pending pending, Optional<Digest> digest) {
    Push push = pending.push();
    String tag = push.image().tag();
    if (!app.tags().watches(tag)) {
      return new Decision.Ignore(Optional.of(app.name()), new IgnoreReason.NotFollowed(app.tags().toString(), tag));
    }
    List<Rollout> open = journal.unfinished(app.name());
    Optional<Decision> known = digest.flatMap(named -> inFlight(app, open, tag, named));
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Rollout> newer = newer(app, open, tag);
    if (newer.isPresent()) {
      return new Decision.Ignore(Optional.of(app.name()), new IgnoreReason.Older(newer.get().id(),
          newer.get().request().desired().tagName().orElseThrow()));
    }
    if (open.isEmpty() && digest.filter(named -> isLive(app, named)).isPresent()) {
      return new Decision.Merge(app.name(), Optional.empty());
    }
    var desired = new DesiredImage.ByTag(push.image(), digest);
    return new Decision.Open(
        RolloutRequest.of(app.name(), desired, new Cause.Pushed(pending.delivery(), tag)));
  }

  /** What the push seems to be older than and nobody has asked the registry for yet; empty when there is no such thing. */
  public Optional<ImageReference> unconfirmed(AppSettings app, Push push) {
    return newer(app, journal.unfinished(app.name()), push.image().tag())
        .filter(rollout -> rollout.state() instanceof RolloutState.Checking
            || (rollout.state() instanceof RolloutState.Queued && rollout.request().isDue(clock.instant())))
        .flatMap(rollout -> rollout.request().desired().tagName()).map(app.repository()::tagged);
  }

  /** The newest rollout under way, if it is for a newer tag. */
  private static Optional<Rollout> newer(AppSettings app, List<Rollout> open, String tag) {
    return newest(open).filter(rollout -> !(rollout.state() instanceof RolloutState.Restoring)
        && rollout.request().desired().tagName().filter(other -> app.tags().isDowngrade(other, tag)).isPresent());
  }

  /**
   * What is on its way already: a retry that waits for its time starts now; an older one that nothing took up is over. One that is
   * not touched yet asks its own tag what to bring, which may move, so that it stands for no newer tag.
   */
  private Optional<Decision> inFlight(AppSettings app, List<Rollout> open, String tag, Digest digest) {
    Optional<Rollout> underWay = open.stream().filter(Rollout::isUnderWay).filter(rollout -> rollout.brings(digest))
        .filter(this::goesOn).findFirst();
    if (underWay.isPresent()) {
      return Optional.of(new Decision.Merge(app.name(), underWay.map(Rollout::id)));
    }
    return newest(open).filter(Rollout::isUntouched).filter(rollout -> rollout.brings(digest))
        .filter(rollout -> rollout.request().desired().tagName().filter(other -> app.tags().isDowngrade(tag, other))
            .isEmpty())
        .filter(rollout -> goesOn(rollout) && !rollout.manual() && !isOutdated(rollout)) // what a person asked is not tried again when it is refused
        .map(rollout -> rollout.request().isDue(clock.instant())
            ? new Decision.Merge(app.name(), Optional.of(rollout.id()))
            : new Decision.BringForward(app.name(), rollout.id()));
  }

  /** A retry ends when anything newer than the rollout that failed was opened. */
  private boolean isOutdated(Rollout rollout) {
    return rollout.request().cause() instanceof Cause.Retried(var earlier, _)
        && journal.history(Optional.of(rollout.app()), 2).stream().map(Rollout::id)
            .anyMatch(id -> id.compareTo(earlier) > 0 && !id.equals(rollout.id()));
  }

  /** One that a person wants ended will not bring it. */
  private boolean goesOn(Rollout rollout) {
    return journal.stopRequested(rollout.id()).isEmpty();
  }

  private static Optional<Rollout> newest(List<Rollout> open) {
    return open.stream().max(Comparator.comparing(Rollout::id));
  }

  private boolean isLive(AppSettings app, Digest digest) {
    AppRecord record = journal.record(app.name());
    PinnedImage image = app.repository().at(digest);
    return record.isLiveAndProven(image) && record.configured().filter(live -> live.runs(image)).isPresent()
        && journal.stuck(app.name()).isEmpty();
  }
}
