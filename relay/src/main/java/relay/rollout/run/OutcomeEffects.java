package relay.rollout.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.Actor;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.app.RejectReason;
import relay.health.Blame;
import relay.image.PinnedImage;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.Failure;
import relay.rollout.NoChange;
import relay.rollout.Rollout;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Refused;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.RolledBack;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Superseded;
import relay.rollout.RolloutState.Unchanged;
import relay.rollout.record.Announcement;
import relay.rollout.record.Effect;

/**
 * What entering a state means for the app and for what comes after it. Pure. Blame has its effect when the relay gives
 * up, so that nobody brings the same digest while the rollback target is being restored; a retry is opened at the end.
 */
public final class OutcomeEffects {
  private OutcomeEffects() {}

  /** The effects of {@code rollout} moving to {@code to}. */
  public static List<Effect> of(Rollout rollout, RolloutState to, Instant now) {
    List<Effect> effects = new ArrayList<>();
    switch (to) {
      case Proving proving -> effects.add(new Effect.Live(ConfiguredImage.of(proving.change().target()),
          proving.change().tag()));
      case Restoring restoring -> gaveUp(rollout, restoring, now, effects);
      case Settled settled -> ended(rollout, settled, now, effects);
      default -> {
      }
    }
    return List.copyOf(effects);
  }

  private static void gaveUp(Rollout rollout, Restoring restoring, Instant now, List<Effect> effects) {
    PinnedImage target = restoring.change().target();
    long id = rollout.id().value();
    switch (restoring.why()) {
      case Failure.RolledBackByPerson(var by, var reason, var keepLeft) -> {
        effects.add(new Effect.HoldApp(new Hold(by, new HoldReason.AfterRollback(id, reason), now)));
        if (!keepLeft) {
          effects.add(new Effect.Reject(target.digest(), new RejectReason.LeftByRollback(id, reason)));
        }
      }
      case Failure.NotHealthy(var why) when restoring.blame() == Blame.IMAGE ->
        effects.add(new Effect.Reject(target.digest(), new RejectReason.Failed(id, why)));
      default -> {
        if (restoring.blame() == Blame.UNKNOWN) {
          effects.add(new Effect.HoldApp(new Hold(new Actor.Relay(), new HoldReason.UnknownFailure(id), now)));
        }
      }
    }
  }

  private static void ended(Rollout rollout, Settled end, Instant now, List<Effect> effects) {
    switch (end) {
      case Healthy healthy -> healthy(rollout, healthy.change(), now, effects);
      case RolledBack back -> {
        if (rollout.state() instanceof Restoring
            && (back.blame() == Blame.ENVIRONMENT || back.blame() == Blame.RELAY)) {
          Retries.after(rollout, Optional.of(back.change()), now).ifPresent(effects::add);
        }
      }
      case Stuck(var change, _, Failure.ChangedBySomeoneElse(var found), var then) when then.isEmpty() ->
        effects.add(drift(ConfiguredImage.of(change.target()), found, now));
      case Stuck(var change, _, _, var then) -> then.ifPresent(last -> {
        if (last instanceof Failure.ChangedBySomeoneElse(var found)) {
          effects.add(drift(ConfiguredImage.of(change.target()), found, now));
        }
      });
      case Refused(var why, _) when why.passing() ->
        Retries.after(rollout, Optional.empty(), now).ifPresent(effects::add);
      case Unchanged(NoChange.AsExpected _) when rollout.request().cause().endsDrift() ->
        effects.add(new Effect.EndDrift());
      case Refused _,Unchanged _,Superseded _,RolloutState.Cancelled _ -> {
      }
    }
    if (isNews(end)) {
      effects.add(new Effect.Announce(new Announcement(rollout.app(), now,
          new Announcement.Subject.Ended(rollout.id(), rollout.request(), end))));
    }
  }

  private static void healthy(Rollout rollout, Change change, Instant now, List<Effect> effects) {
    effects.add(new Effect.Unreject(change.target().digest()));
    Cause cause = rollout.request().cause();
    if (cause.endsDrift()) {
      effects.add(new Effect.EndDrift());
    }
    if (cause instanceof Cause.Rollback(var by, var reason)) {
      long id = rollout.id().value();
      effects.add(new Effect.HoldApp(new Hold(by, new HoldReason.AfterRollback(id, reason), now)));
      if (!rollout.request().keepLeft()) {
        change.from().pinned().filter(left -> !left.equals(change.target())).ifPresent(left -> effects
            .add(new Effect.Reject(left.digest(), new RejectReason.LeftByRollback(id, reason))));
      }
    }
  }

  private static Effect drift(ConfiguredImage expected, ConfiguredImage found, Instant now) {
    return new Effect.HoldApp(new Hold(new Actor.Relay(), new HoldReason.Drift(expected, found), now));
  }

  private static boolean isNews(Settled end) {
    return switch (end) {
      case Healthy _,RolledBack _,Stuck _,Refused _ -> true;
      case Unchanged _,Superseded _,RolloutState.Cancelled _ -> false;
    };
  }
}
