package relay.rollout.act;

import java.time.InstantSource;
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
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Effect;
import relay.rollout.Journal;
import relay.rollout.Note;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Touched;
import relay.rollout.StopRequest;

/**
 * What a person may ask. Each act and its look at the app are one decision; it is recorded with who and why, and the app's
 * lanes are woken after the commit. Blocks as the journal does. Nothing here touches an app: the lanes do.
 */
public final class Operations {
  private final Journal journal;
  private final DecisionLock lock;
  private final WakeUps wakeUps;
  private final InstantSource clock;
  private final KnownDigests digests;
  private final RollbackChoice choice;

  public Operations(Journal journal, DecisionLock lock, WakeUps wakeUps, InstantSource clock) {
    this.journal = journal;
    this.lock = lock;
    this.wakeUps = wakeUps;
    this.clock = clock;
    this.digests = new KnownDigests(journal);
    this.choice = new RollbackChoice(journal);
  }

  /** Brings an image; whoever asks for the digest that is on its way joins that rollout. */
  public Accepted deploy(AppSettings app, Actor by, String reason, DesiredImage desired,
      boolean acceptNoRollbackTarget) {
    return decide(app.name(), () -> inFlight(app.name(), desired.digest()).orElseGet(() -> opened(new RolloutRequest(
        app.name(), desired, new Cause.Deploy(by, reason), acceptNoRollbackTarget, false, Optional.empty()))));
  }

  /** A digest of the app's repository, whole or short. */
  public DesiredImage digest(AppSettings app, String text) {
    return choice.exactly(app, app.repository().at(digests.resolve(app, text)));
  }

  /**
   * Goes back to what ran before. A rollout that has the app in its hands returns to its own rollback target at once; one
   * that does so already is joined.
   */
  public Accepted rollback(AppSettings app, Actor by, String reason, RollbackTo to, boolean keepLeft) {
    return decide(app.name(), () -> {
      Optional<Rollout> underWay = underWay(app.name());
      if (underWay.isPresent() && to instanceof RollbackTo.Before) {
        return new Accepted(stopped(underWay.get(), StopRequest.rollback(by, reason, keepLeft)), true);
      }
      DesiredImage desired = switch (to) {
        case RollbackTo.Before() -> choice.newest(app);
        case RollbackTo.BroughtBy(var rollout) -> choice.broughtBy(app, rollout);
        case RollbackTo.Exactly(var digest) -> digest(app, digest);
      };
      boolean itsTarget = underWay.flatMap(rollout -> rollout.state().changed()).flatMap(Change::back)
          .flatMap(back -> back.pinned()).map(image -> image.digest()).equals(desired.digest())
          && desired.digest().isPresent();
      if (itsTarget) {
        return new Accepted(stopped(underWay.orElseThrow(), StopRequest.rollback(by, reason, keepLeft)), true);
      }
      return inFlight(app.name(), desired.digest()).orElseGet(() -> opened(new RolloutRequest(app.name(), desired,
          new Cause.Rollback(by, reason), false, keepLeft, Optional.empty())));
    });
  }

  private Rollout stopped(Rollout rollout, StopRequest request) {
    boolean nowhere = rollout.state() instanceof Touched touched && touched.change().back().isEmpty();
    if (nowhere) {
      throw OperationRefusedException.nothingProven();
    }
    boolean wanted = journal.requestStop(rollout.id(), request);
    return wanted ? journal.rollout(rollout.id()).orElse(rollout) : rollout;
  }

  /** Keeps what someone else deployed past the relay: it is pinned and proven like anything else. */
  public Accepted adopt(AppSettings app, Actor by, String reason) {
    return decide(app.name(), () -> opened(
        RolloutRequest.of(app.name(), new DesiredImage.Adopted(), new Cause.Adopt(by, reason))));
  }

  /** Undoes what someone else deployed past the relay. */
  public Accepted revert(AppSettings app, Actor by, String reason) {
    return decide(app.name(), () -> opened(
        RolloutRequest.of(app.name(), choice.expected(app), new Cause.Revert(by, reason))));
  }

  /** Ends a rollout; one that touched its app restores the rollback target, and one that does so already is joined. */
  public Accepted cancel(RolloutId id, Actor by, String reason) {
    AppName app = known(id).app();
    return decide(app, () -> {
      Rollout rollout = known(id);
      if (!journal.requestStop(id, StopRequest.cancel(by, reason))) {
        throw OperationRefusedException.settled(journal.rollout(id).orElse(rollout));
      }
      return new Accepted(rollout, true);
    });
  }

  /** Tries again what a rollout was for; a retry that waits for its time starts at once. */
  public Accepted retry(RolloutId id, Actor by, String reason) {
    AppName app = known(id).app();
    return decide(app, () -> {
      Rollout rollout = known(id);
      Optional<Rollout> pending = journal.unfinished(app).stream().filter(Rollout::isUntouched)
          .filter(other -> other.id().equals(id)
              || (other.request().cause() instanceof Cause.Retried(var earlier, _) && earlier.equals(id)))
          .findFirst();
      if (pending.isPresent()) {
        journal.bringForward(pending.get().id(), new Note.BroughtForward(Optional.empty()));
        return new Accepted(pending.get(), true);
      }
      if (!(rollout.state() instanceof Settled)) {
        throw OperationRefusedException.notSettled(rollout);
      }
      RolloutRequest before = rollout.request();
      return inFlight(app, rollout.digest()).orElseGet(() -> opened(new RolloutRequest(app, before.desired(),
          new Cause.Deploy(by, reason), before.acceptNoRollbackTarget(), false, Optional.empty())));
    });
  }

  /** Automatic rollouts wait from now on. */
  public void hold(AppSettings app, Actor by, String reason) {
    apply(app.name(), by, reason,
        new Effect.HoldApp(new Hold(by, new HoldReason.Manual(reason), clock.instant())));
  }

  public void release(AppSettings app, Actor by, String reason) {
    apply(app.name(), by, reason, new Effect.ReleaseApp());
  }

  /** A rejected digest, whole or short, may be tried again. */
  public Digest unreject(AppSettings app, Actor by, String reason, String text) {
    Digest digest = digests.resolve(app, text);
    if (!journal.record(app.name()).rejected().containsKey(digest)) {
      throw OperationRefusedException.notRejected();
    }
    apply(app.name(), by, reason, new Effect.Unreject(digest));
    return digest;
  }

  private void apply(AppName app, Actor by, String reason, Effect effect) {
    journal.apply(app, by, reason, List.of(effect));
    wakeUps.wake(app);
  }

  private Accepted decide(AppName app, Supplier<Accepted> decision) {
    Accepted accepted = lock.exclusively(app, decision);
    wakeUps.wake(app);
    return accepted;
  }

  private Accepted opened(RolloutRequest request) {
    return new Accepted(journal.open(request), false);
  }

  private Rollout known(RolloutId id) {
    return journal.rollout(id).orElseThrow(() -> OperationRefusedException.noSuchRollout(id));
  }

  private Optional<Rollout> underWay(AppName app) {
    return journal.unfinished(app).stream().filter(Rollout::isUnderWay).findFirst();
  }

  /** The rollout that brings the digest: the one under way, or one that a person asked for before. */
  private Optional<Accepted> inFlight(AppName app, Optional<Digest> digest) {
    return digest.flatMap(wanted -> journal.unfinished(app).stream()
        .filter(
            rollout -> rollout.brings(wanted) && (rollout.state() instanceof RolloutState.Touched || rollout.manual()))
        .findFirst()).map(rollout -> new Accepted(rollout, true));
  }
}
