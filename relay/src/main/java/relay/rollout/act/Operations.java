package relay.rollout.act;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.coordination.DecisionLock;
import relay.coordination.WakeUps;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Settled;
import relay.rollout.StopRequest;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.Note;

/**
 * What a person may ask. Each act and its look at the app are one decision; it is recorded with who and why, and the app's
 * lanes are woken after the commit. Blocks as the journal does. Nothing here touches an app: the lanes do. All of them
 * throw {@link OperationRefusedException} for what is not possible as things stand, and then nothing was done.
 */
public final class Operations {
  private final Journal journal;
  private final DecisionLock lock;
  private final WakeUps wakeUps;
  private final InstantSource clock;
  private final KnownDigests digests;
  private final InFlight inFlight;
  private final RollbackChoice choice;
  private final RollbackDecision rollbacks;

  public Operations(Journal journal, DecisionLock lock, WakeUps wakeUps, InstantSource clock) {
    this.journal = journal;
    this.lock = lock;
    this.wakeUps = wakeUps;
    this.clock = clock;
    this.digests = new KnownDigests(journal);
    this.inFlight = new InFlight(journal);
    this.choice = new RollbackChoice(journal, digests);
    this.rollbacks = new RollbackDecision(journal, inFlight, choice);
  }

  /** Brings an image; whoever asks for the digest that is on its way joins that rollout. */
  public Accepted deploy(AppSettings app, Actor by, String reason, DesiredImage desired,
      boolean acceptNoRollbackTarget) {
    return decide(app.name(), () -> joinedOrOpened(new RolloutRequest(app.name(), desired,
        new Cause.Deploy(by, reason), acceptNoRollbackTarget, false, Optional.empty())));
  }

  /** As {@link #deploy}, for a digest of the app's repository, whole or short. */
  public Accepted deployDigest(AppSettings app, Actor by, String reason, String digest,
      boolean acceptNoRollbackTarget) {
    return decide(app.name(), () -> joinedOrOpened(new RolloutRequest(app.name(), choice.exactly(app, digest),
        new Cause.Deploy(by, reason), acceptNoRollbackTarget, false, Optional.empty())));
  }

  /**
   * Goes back to what ran before. A rollout that has the app in its hands returns to its own rollback target at once; one
   * that goes back already, or that is a rollback itself, is joined.
   */
  public Accepted rollback(AppSettings app, Actor by, String reason, RollbackTo to, boolean keepLeft) {
    return decide(app.name(), () -> rollbacks.take(app, to, StopRequest.rollback(by, reason, keepLeft)));
  }

  /** Keeps what someone else deployed past the relay: it is pinned and proven like anything else. */
  public Accepted adopt(AppSettings app, Actor by, String reason) {
    return decide(app.name(), () -> joinedOrOpened(
        RolloutRequest.of(app.name(), new DesiredImage.Adopted(), new Cause.Adopt(by, reason))));
  }

  /** Undoes what someone else deployed past the relay; not while a rollout has the app in its hands. */
  public Accepted revert(AppSettings app, Actor by, String reason) {
    return decide(app.name(), () -> {
      Optional<Rollout> other = inFlight.underWay(app.name())
          .filter(rollout -> !(rollout.request().cause() instanceof Cause.Revert));
      if (other.isPresent()) {
        throw OperationRefusedException.notSettled(other.get());
      }
      return joinedOrOpened(
          RolloutRequest.of(app.name(), choice.expected(app.name()), new Cause.Revert(by, reason)));
    });
  }

  /** Ends a rollout; one that touched its app restores the rollback target, and one that does so already is joined. */
  public Accepted cancel(RolloutId id, Actor by, String reason) {
    return decide(known(id).app(), () -> {
      boolean goesOn = journal.requestStop(id, StopRequest.cancel(by, reason));
      Rollout now = known(id);
      if (!goesOn) {
        throw OperationRefusedException.settled(now);
      }
      return new Accepted(now, true);
    });
  }

  /**
   * Tries again what a rollout was for. A retry that waits for its time starts at once; while the app is held, which would
   * keep it waiting, the person's own rollout is opened instead.
   */
  public Accepted retry(RolloutId id, Actor by, String reason) {
    return decide(known(id).app(), () -> {
      Rollout rollout = known(id);
      Optional<Rollout> pending = isPending(rollout) ? Optional.of(rollout) : inFlight.retryOf(rollout);
      if (pending.isPresent() && (pending.get().isUnderWay() || !isHeld(rollout.app()))) {
        return broughtForward(pending.get(), new Note.RetryRequested(by, reason));
      }
      if (pending.isEmpty() && !(rollout.state() instanceof Settled)) {
        throw OperationRefusedException.notSettled(rollout);
      }
      return joinedOrOpened(again(rollout.request(), by, reason));
    });
  }

  private boolean isPending(Rollout rollout) {
    return rollout.state() instanceof Queued && !rollout.request().isDue(clock.instant())
        && journal.stopRequested(rollout.id()).isEmpty();
  }

  private boolean isHeld(AppName app) {
    return journal.record(app).hold().isPresent();
  }

  private Accepted broughtForward(Rollout pending, Note why) {
    journal.bringForward(pending.id(), why);
    return new Accepted(known(pending.id()), true);
  }

  /** The same once more, now that this person asks: a rollback stays one, with what it means for hold and rejection. */
  private RolloutRequest again(RolloutRequest before, Actor by, String reason) {
    Cause cause = switch (before.cause()) {
      case Cause.Rollback _ -> new Cause.Rollback(by, reason);
      case Cause.Adopt _ -> new Cause.Adopt(by, reason);
      case Cause.Revert _ -> new Cause.Revert(by, reason);
      case Cause.Deploy _,Cause.Pushed _,Cause.Reconciled _,Cause.Retried _ -> new Cause.Deploy(by, reason);
    };
    DesiredImage desired = cause instanceof Cause.Revert ? choice.expected(before.app()) : before.desired();
    return new RolloutRequest(before.app(), desired, cause, before.acceptNoRollbackTarget(), before.keepLeft(),
        Optional.empty());
  }

  /** Automatic rollouts wait from now on; of two holds by persons the newer one stands. */
  public void hold(AppSettings app, Actor by, String reason) {
    var _ = decide(app.name(), () -> {
      List<Effect> effects = new ArrayList<>();
      boolean byPerson = journal.record(app.name()).hold().filter(hold -> hold.why() instanceof HoldReason.Manual)
          .isPresent();
      if (byPerson) {
        effects.add(new Effect.ReleaseApp());
      }
      effects.add(new Effect.HoldApp(new Hold(by, new HoldReason.Manual(reason), clock.instant())));
      journal.apply(app.name(), by, reason, effects);
      return app;
    });
  }

  /** Lifts the hold; safe to repeat. */
  public void release(AppSettings app, Actor by, String reason) {
    var _ = decide(app.name(), () -> {
      journal.apply(app.name(), by, reason, List.of(new Effect.ReleaseApp()));
      return app;
    });
  }

  /** A rejected digest, whole or short, may be tried again. */
  public Digest unreject(AppSettings app, Actor by, String reason, String text) {
    return decide(app.name(), () -> {
      Digest digest = digests.resolve(app, text);
      if (!journal.record(app.name()).rejected().containsKey(digest)) {
        throw OperationRefusedException.notRejected();
      }
      journal.apply(app.name(), by, reason, List.of(new Effect.Unreject(digest)));
      return digest;
    });
  }

  private <T> T decide(AppName app, Supplier<T> decision) {
    T decided = lock.exclusively(app, decision);
    wakeUps.wake(app);
    return decided;
  }

  private Accepted joinedOrOpened(RolloutRequest request) {
    return inFlight.bringing(request).map(rollout -> new Accepted(rollout, true))
        .orElseGet(() -> new Accepted(journal.open(request), false));
  }

  private Rollout known(RolloutId id) {
    return journal.rollout(id).orElseThrow(() -> OperationRefusedException.noSuchRollout(id));
  }
}
