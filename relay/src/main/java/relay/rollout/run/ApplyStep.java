package relay.rollout.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.app.ConfiguredImage;
import relay.app.WebApp;
import relay.app.WebApp.Switched;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.health.Blame;
import relay.rollout.Change;
import relay.rollout.Failure;
import relay.rollout.Refusal;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.record.Journal;
import relay.rollout.record.Note;
import relay.time.Waiter;

/** Writes the target. Safe to repeat after a restart: it reads first and writes only a difference. */
final class ApplyStep {
  private final WebApp app;
  private final WritePermit permit;
  private final Journal journal;
  private final Transitions transitions;
  private final Waiter waiter;

  ApplyStep(WebApp app, WritePermit permit, Journal journal, Transitions transitions, Waiter waiter) {
    this.app = app;
    this.permit = permit;
    this.journal = journal;
    this.transitions = transitions;
    this.waiter = waiter;
  }

  Rollout take(Rollout rollout, Applying applying, boolean resumed) throws InterruptedException {
    Change change = applying.change();
    ConfiguredImage wanted = ConfiguredImage.of(change.target());
    try {
      return switch (app.deploy(change.target(), Set.of(change.from()), permit)) {
        case Switched.Wrote() -> transitions.move(rollout, applying.applied(), List.of(new Note.Wrote(wanted)));
        case Switched.AlreadyThere() ->
          transitions.move(rollout, applying.applied(), List.of(new Note.AlreadyConfigured(wanted)));
        case Switched.ChangedBySomeoneElse(var found, var wrote) ->
          changed(rollout, applying, found, resumed || wrote);
      };
    } catch (WebAppException e) {
      return failed(rollout, applying, e, resumed);
    }
  }

  /** What was never written is refused, not stuck; but not when an app that was taken over is in our hands. */
  private Rollout changed(Rollout rollout, Applying applying, ConfiguredImage found, boolean mayHaveWritten) {
    return mayHaveWritten || tookOver(rollout)
        ? transitions.move(rollout, applying.changedBySomeoneElse(found))
        : transitions.move(rollout, applying.notWritten(new Refusal.ChangedMeanwhile(found)));
  }

  private Rollout failed(Rollout rollout, Applying applying, WebAppException e, boolean resumed)
      throws InterruptedException {
    boolean untouched = !resumed && !e.mayHaveWritten() && !tookOver(rollout) && stillThere(applying.change());
    return untouched
        ? transitions.move(rollout, applying.notWritten(Faults.writeRefused(e)))
        : transitions.move(rollout,
            applying.giveUp(Blame.ENVIRONMENT, new Failure.WriteFailed(Faults.text(e)), waiter.now()));
  }

  private boolean stillThere(Change change) throws InterruptedException {
    try {
      return app.look().live().sameAs(change.from());
    } catch (WebAppException unknown) {
      return false;
    }
  }

  /** Whether this rollout took the app over from one that had written it. */
  private boolean tookOver(Rollout rollout) {
    return journal.history(Optional.of(rollout.app()), 50).stream()
        .anyMatch(other -> other.state() instanceof Superseded(var by, var left) && by.equals(rollout.id())
            && left.isPresent());
  }
}
