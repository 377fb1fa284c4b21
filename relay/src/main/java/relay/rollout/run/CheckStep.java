package relay.rollout.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import relay.app.Actor;
import relay.app.AppSettings;
import relay.app.AppSettings.Mode;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.HoldReason;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.NoChange;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.RolloutState.Waiting;
import relay.rollout.WaitReason;
import relay.rollout.gate.Gates;
import relay.rollout.gate.Takeover;
import relay.rollout.record.Announcement;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.time.Waiter;

/** Takes an untouched rollout one step on, at most to Applying. Writes nothing to Azure. */
final class CheckStep {
  private final AppSettings settings;
  private final Journal journal;
  private final Gates gates;
  private final Preflight preflight;
  private final StopSigns stops;
  private final Transitions transitions;
  private final Waiter waiter;

  CheckStep(AppSettings settings, Journal journal, Gates gates, Preflight preflight, StopSigns stops,
      Transitions transitions, Waiter waiter) {
    this.settings = settings;
    this.journal = journal;
    this.gates = gates;
    this.preflight = preflight;
    this.stops = stops;
    this.transitions = transitions;
    this.waiter = waiter;
  }

  /**
   * One step.
   *
   * @param moreUrgent whether another rollout of the app should be looked at first
   * @return the rollout as saved; the very same one when nothing could be done now
   */
  Rollout take(Rollout rollout, Untouched state, BooleanSupplier moreUrgent) throws InterruptedException {
    var stop = journal.stopRequested(rollout.id());
    if (stop.isPresent()) {
      return transitions.move(rollout, state.cancelled(stop.get()));
    }
    if (outdated(rollout)) {
      return transitions.move(rollout, state.unchanged(new NoChange.Outdated()));
    }
    Optional<WaitReason> wait = gates.beforeCheck(rollout);
    if (wait.isPresent()) {
      return await(rollout, state, wait.get());
    }
    return switch (state) {
      case Queued queued -> transitions.move(rollout, queued.check());
      case Waiting waiting when waiting.why().endsUnseen() -> check(rollout, waiting.check(), moreUrgent);
      case Waiting waiting -> transitions.move(rollout, waiting.check());
      case Checking checking -> check(rollout, checking, moreUrgent);
    };
  }

  /** A retry ends when anything newer than the rollout that failed was opened. */
  private boolean outdated(Rollout rollout) {
    return rollout.request().cause() instanceof Cause.Retried(var earlier, _)
        && journal.history(Optional.of(rollout.app()), 2).stream().map(Rollout::id)
            .anyMatch(id -> id.compareTo(earlier) > 0 && !id.equals(rollout.id()));
  }

  private Rollout await(Rollout rollout, Untouched state, WaitReason why) {
    boolean said = rollout.state() instanceof Waiting(var before) && before.equals(why);
    return said ? rollout : transitions.move(rollout, state.waiting(why));
  }

  private Rollout check(Rollout rollout, Checking checking, BooleanSupplier moreUrgent) throws InterruptedException {
    Optional<Rollout> underWay = gates.underWay();
    BooleanSupplier cut = () -> stops.stopWanted(rollout.id()) || moreUrgent.getAsBoolean();
    CheckOutcome outcome = waiter.unless(cut, () -> preflight.check(rollout, underWay, cut))
        .orElseGet(CheckOutcome.Cut::new);
    if (cut.getAsBoolean()) {
      return rollout;
    }
    return switch (outcome) {
      case CheckOutcome.Refuse(var why, var image) -> transitions.move(rollout, checking.refused(why, image));
      case CheckOutcome.Leave(var why) -> transitions.move(rollout, checking.unchanged(why));
      case CheckOutcome.Wait(var why) -> await(rollout, checking, why);
      case CheckOutcome.Drifted(var expected, var found) -> drifted(rollout, checking, expected, found);
      case CheckOutcome.Cut() -> rollout;
      case CheckOutcome.Go go -> go(rollout, checking, go);
    };
  }

  private Rollout drifted(Rollout rollout, Checking checking, ConfiguredImage expected, ConfiguredImage found) {
    var hold = new Hold(new Actor.Relay(), new HoldReason.Drift(expected, found), waiter.now());
    var news = new Announcement(rollout.app(), waiter.now(), new Announcement.Subject.DriftFound(expected, found));
    Rollout waiting = transitions.move(rollout, checking.waiting(new WaitReason.OnHold(hold)), List.of(),
        List.of(new Effect.HoldApp(hold), new Effect.Announce(news)));
    transitions.drifted(rollout.app());
    return waiting;
  }

  private Rollout go(Rollout rollout, Checking checking, CheckOutcome.Go go) {
    Change change = go.change();
    if (settings.mode() == Mode.OBSERVE) {
      return transitions.move(rollout,
          checking.unchanged(new NoChange.Observed(change.from(), change.target(), change.back())), go.notes());
    }
    Optional<WaitReason> wait = gates.beforeWrite(rollout, change.plan());
    if (wait.isPresent()) {
      return await(rollout, checking, wait.get());
    }
    return switch (Takeover.of(rollout, gates.underWay())) {
      case Takeover.NotNow(var why) -> await(rollout, checking, why);
      case Takeover.Free() -> apply(rollout, checking, go, Optional.empty());
      case Takeover.Inherits(var older, _) -> apply(rollout, checking, go, Optional.of(older));
    };
  }

  /** The whole takeover is this one save: it fails when anything it counts on has moved. */
  private Rollout apply(Rollout rollout, Checking checking, CheckOutcome.Go go, Optional<Rollout> older) {
    List<Effect> effects = new ArrayList<>();
    older.ifPresent(taken -> effects.add(new Effect.Supersede(taken.id(), taken.version())));
    journal.unfinished(rollout.app()).stream().filter(other -> givesWay(other, rollout))
        .forEach(other -> effects.add(new Effect.Supersede(other.id(), other.version())));
    return transitions.move(rollout, checking.apply(go.change(), waiter.now()), go.notes(), effects);
  }

  /** Older rollouts that did not touch the app; a person's is not for an automatic one to end, nor a push for adopt. */
  private static boolean givesWay(Rollout other, Rollout newcomer) {
    RolloutId id = newcomer.id();
    boolean olderOne = other.isUntouched() && other.id().compareTo(id) < 0;
    boolean leaves = newcomer.request().cause().endsDrift() ? other.manual() : newcomer.manual() || !other.manual();
    return olderOne && leaves;
  }
}
