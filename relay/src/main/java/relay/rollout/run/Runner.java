package relay.rollout.run;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppSettings.Mode;
import relay.app.ConfiguredImage;
import relay.app.Hold;
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.app.WebApp.Switched;
import relay.app.WebAppException;
import relay.coordination.Places;
import relay.health.Blame;
import relay.health.HealthCheck;
import relay.health.Verdict;
import relay.image.Registry;
import relay.rollout.Change;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutListener;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Checking;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Queued;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.RolloutState.Touched;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.RolloutState.Waiting;
import relay.time.Waiter;

/**
 * Walks one app's rollouts from state to state: saves the intent, then acts. Blocks: its thread is a virtual one, never
 * an event loop. After a restart {@link #run} continues from the saved state. An interrupt means that the relay stops;
 * the state stays as saved.
 */
public final class Runner {
  private final AppSettings settings;
  private final WebApp app;
  private final HealthCheck health;
  private final Waiter waiter;
  private final Preflight preflight;
  private final Preemptions interruptions;
  private final Transitions book;
  private final Journal journal;
  private final Places plans;
  /** The plan of the app that is being switched; empty while there is nothing to share. */
  private Optional<String> plan = Optional.empty();

  public Runner(AppSettings settings, WebApp app, Registry registry, HealthCheck health, Waiter waiter,
      Journal journal, Places plans, RolloutListener listener) {
    this.settings = settings;
    this.app = app;
    this.health = health;
    this.waiter = waiter;
    this.journal = journal;
    this.plans = plans;
    this.preflight = new Preflight(settings, registry, app, health, waiter, journal);
    this.interruptions = new Preemptions(journal, waiter::now);
    this.book = new Transitions(journal, listener, waiter::now);
  }

  /** Runs the rollout to its end, or until it must wait ({@link Waiting}). Safe to repeat for an unfinished one. */
  public RolloutState run(Rollout rollout) throws InterruptedException {
    try {
      return goOn(rollout);
    } finally {
      leavePlan();
    }
  }

  private RolloutState goOn(Rollout rollout) throws InterruptedException {
    return switch (rollout.state()) {
      case Queued queued -> begin(rollout, queued, queued.check());
      case Waiting waiting -> begin(rollout, waiting, waiting.check());
      case Checking checking -> check(rollout, checking);
      case Applying applying -> apply(rollout, touchedBefore(rollout, applying));
      case Proving proving -> prove(rollout, touchedBefore(rollout, proving));
      case Soaking soaking -> soak(rollout, soaking);
      case Restoring restoring -> restore(rollout, restoring);
      case Settled settled -> settled;
    };
  }

  private RolloutState begin(Rollout rollout, Untouched state, Checking next) throws InterruptedException {
    Optional<Hold> hold = holds(rollout);
    if (hold.isPresent()) {
      return state instanceof Waiting ? state : await(rollout, state, hold.get());
    }
    return check(rollout, book.move(rollout, state, next, "Checks the image and the app."));
  }

  /** The hold that concerns this rollout: none stops what a person asked. */
  private Optional<Hold> holds(Rollout rollout) {
    return journal.memory(rollout.app()).hold().filter(_ -> !rollout.request().cause().manual());
  }

  private RolloutState await(Rollout rollout, Untouched state, Hold hold) {
    return book.move(rollout, state, state.waiting("hold"),
        "Waits: the app is held by " + hold.who() + " (" + hold.why() + ").");
  }

  private RolloutState check(Rollout rollout, Checking checking) throws InterruptedException {
    AppRecord memory = journal.memory(rollout.app());
    Preflight.Outcome outcome = preflight.check(rollout, memory, () -> interruptions.of(rollout, checking).isPresent());
    Optional<Preemption> urgent = interruptions.of(rollout, checking);
    if (urgent.isPresent()) {
      return leave(rollout, checking, urgent.get());
    }
    return switch (outcome) {
      case Preflight.Outcome.Refuse(var why, var again) ->
        book.end(rollout, checking, checking.refused(why), again, "Refused: " + why + ".");
      case Preflight.Outcome.Leave(var why) ->
        book.end(rollout, checking, checking.unchanged(why), false, "Nothing to do: " + why + ".");
      case Preflight.Outcome.Drifted(var expected, var found) -> book.drift(rollout, checking, expected, found);
      case Preflight.Outcome.Cut() -> check(rollout, checking);
      case Preflight.Outcome.Go go -> go(rollout, checking, go);
    };
  }

  private RolloutState go(Rollout rollout, Checking checking, Preflight.Outcome.Go go) throws InterruptedException {
    Change change = go.change();
    String from = change.from() + " to " + change.target().digest().brief();
    if (settings.mode() == Mode.OBSERVE) {
      go.notes().forEach(note -> journal.note(rollout.id(), note));
      String would = "observing only: would have switched from " + from + ", with the way back "
          + change.back().inWords();
      return book.end(rollout, checking, checking.unchanged(would), false, "Left alone, " + would + ".");
    }
    Optional<Hold> hold = holds(rollout); // it may have come while the image was checked
    if (hold.isPresent()) {
      return await(rollout, checking, hold.get());
    }
    if (!enterPlan(rollout, checking, go.plan())) {
      return check(rollout, checking); // after a while in line the world may be another
    }
    go.notes().forEach(note -> journal.note(rollout.id(), note));
    return apply(rollout, book.move(rollout, checking, checking.apply(change, waiter.now()),
        "Switches the app from " + from + "; the way back is " + change.back().inWords() + "."));
  }

  /**
   * True when the app may be switched now; false when it had to stand in line for it, or was called away meanwhile, so
   * that all must be looked at again.
   */
  private boolean enterPlan(Rollout rollout, Checking checking, Optional<String> named) throws InterruptedException {
    shares(named);
    if (named.isEmpty() || plans.enter(named.get(), rollout.app())) {
      return true;
    }
    journal.note(rollout.id(), "Stands in line: enough apps of its plan are being switched.");
    do {
      waiter.pause(settings.health().interval());
    } while (interruptions.of(rollout, checking).isEmpty() && !plans.enter(named.get(), rollout.app()));
    return false;
  }

  /** A rollout that was resumed shares the plan again, without standing in line. */
  private <S extends RolloutState> S touchedBefore(Rollout rollout, S state) throws InterruptedException {
    try {
      shares(app.look().plan());
    } catch (WebAppException e) { // what comes next meets the same trouble and judges it; the plan is the one last known
      journal.note(rollout.id(), "Which plan the app shares cannot be told: " + e.getMessage());
    }
    plan.ifPresent(shared -> plans.enterAnyway(shared, settings.name()));
    return state;
  }

  /** An app that was moved leaves its place in the plan before. */
  private void shares(Optional<String> named) {
    if (!plan.equals(named)) {
      leavePlan();
      plan = named;
    }
  }

  private void leavePlan() {
    plan.ifPresent(shared -> plans.leave(shared, settings.name()));
  }

  private RolloutState leave(Rollout rollout, Untouched state, Preemption urgent) {
    return switch (urgent) {
      case Preemption.Cancel(var who, var why) -> book.end(rollout, state, state.cancelled(who, why), false,
          "Cancelled by " + who + ": " + why + ".");
      case Preemption.Newer(var by) -> book.end(rollout, state, state.superseded(by), false,
          "Superseded by rollout " + by + ".");
    };
  }

  private RolloutState apply(Rollout rollout, Applying applying) throws InterruptedException {
    Change change = applying.change();
    try {
      return switch (app.deploy(change.target(), Set.of(change.from()))) {
        case Switched.ChangedBySomeoneElse(var found) -> stuck(rollout, applying, found);
        case Switched.Wrote() -> proving(rollout, applying, "Azure took the new image.");
        case Switched.AlreadyThere() -> proving(rollout, applying, "The app is configured so; nothing was written.");
      };
    } catch (WebAppException e) {
      return giveUp(rollout, applying, Blame.ENVIRONMENT, "Azure did not take the image: " + e.getMessage());
    }
  }

  private RolloutState proving(Rollout rollout, Applying applying, String sentence) throws InterruptedException {
    Instant deadline = waiter.now().plus(settings.health().deadline());
    return prove(rollout, book.move(rollout, applying, applying.applied(deadline), sentence));
  }

  private RolloutState prove(Rollout rollout, Proving proving) throws InterruptedException {
    Change change = proving.change();
    var question = new HealthCheck.Question(change.expected(), change.instances(), proving.since(), proving.deadline());
    var clues = new AppClues(app, change, proving.since(), settings.vaultGate());
    Verdict verdict = health.prove(question, clues, () -> interruptions.of(rollout, proving).isPresent());
    return switch (verdict) {
      case Verdict.Good(var evidence) -> {
        Soaking soaking = book.move(rollout, proving,
            proving.proven(evidence, waiter.now().plus(settings.health().soak())),
            "The new image answers and is well, " + evidence.grade().name().toLowerCase(Locale.ROOT)
                + ": " + evidence.how() + ".");
        leavePlan();
        yield soak(rollout, soaking);
      }
      case Verdict.Bad bad -> giveUp(rollout, proving, bad);
      case Verdict.Cut() -> cut(rollout, proving, interruptions.of(rollout, proving));
    };
  }

  private RolloutState soak(Rollout rollout, Soaking soaking) throws InterruptedException {
    Change change = soaking.change();
    var clues = new AppClues(app, change, soaking.until().minus(settings.health().soak()), settings.vaultGate());
    Verdict verdict = health.soak(change.expected(), soaking.evidence(), soaking.until(), clues,
        () -> interruptions.of(rollout, soaking).isPresent());
    return switch (verdict) {
      case Verdict.Good _ -> book.end(rollout, soaking, change, soaking.healthy(),
          "Healthy: " + soaking.evidence().how() + ", and well since.");
      case Verdict.Bad bad -> giveUp(rollout, soaking, bad);
      case Verdict.Cut() -> cut(rollout, soaking, interruptions.of(rollout, soaking));
    };
  }

  private RolloutState cut(Rollout rollout, Touched state, Optional<Preemption> urgent)
      throws InterruptedException {
    if (urgent.isEmpty()) {
      return goOn(book.at(rollout, state)); // what was urgent is gone: go on
    }
    return switch (urgent.get()) {
      case Preemption.Cancel(var who, var why) ->
        giveUp(rollout, state, Blame.OPERATOR, "cancelled by " + who + ": " + why);
      case Preemption.Newer(var by) -> {
        Settled end = switch (state) {
          case Proving proving -> proving.superseded(by);
          case Soaking soaking -> soaking.superseded(by);
          case Applying _ -> throw new IllegalStateException("a write is never cut");
        };
        yield book.end(rollout, state, state.change(), end, "Rollout " + by + " takes over.");
      }
    };
  }

  private RolloutState stuck(Rollout rollout, Touched state, ConfiguredImage found) {
    Stuck end = state.changedBySomeoneElse(found);
    return book.end(rollout, state, state.change(), end, "Stuck: " + end.why() + "; nothing was written over it.");
  }

  private RolloutState giveUp(Rollout rollout, Touched state, Verdict.Bad bad) throws InterruptedException {
    bad.lastLines().forEach(line -> journal.note(rollout.id(), "Container log: " + line));
    return giveUp(rollout, state, bad.blame(), bad.why());
  }

  private RolloutState giveUp(Rollout rollout, Touched state, Blame blame, String why) throws InterruptedException {
    return restore(rollout, book.move(rollout, state, state.giveUp(blame, why, waiter.now()),
        "Gives up (" + blame.name().toLowerCase(Locale.ROOT) + "): " + why + ". Goes back to "
            + state.change().back().inWords() + "."));
  }

  private RolloutState restore(Rollout rollout, Restoring restoring) throws InterruptedException {
    Change change = restoring.change();
    if (change.back() instanceof RollbackTarget.Nowhere) {
      return stuck(rollout, restoring, "there is nothing further to go back to, which was accepted");
    }
    plan.ifPresent(shared -> plans.enterAnyway(shared, settings.name()));
    try {
      Switched switched = app.restore(change.back(), change.ownWrites());
      if (switched instanceof Switched.ChangedBySomeoneElse(var found)) {
        return stuck(rollout, restoring, "changed by someone else: the app now names " + found);
      }
    } catch (WebAppException e) {
      return stuck(rollout, restoring, "the way back could not be written: " + e.getMessage());
    }
    Instant deadline = restoring.since().plus(settings.health().restoreDeadline());
    var question = new HealthCheck.Question(change.expectedBack(), change.instances(), restoring.since(), deadline);
    return switch (health.restored(question, change.wasWell())) {
      case Verdict.Good(var evidence) -> book.end(rollout, restoring, change, restoring.restored(evidence.how()),
          "Rolled back: " + evidence.how() + ".");
      case Verdict.Bad(_, var why, _) -> stuck(rollout, restoring, why);
      case Verdict.Cut() -> throw new IllegalStateException("a restore is never cut");
    };
  }

  /**
   * Ends a rollout whose run failed by a fault of the relay's own: refused before the app was touched, else on the way
   * back, else stuck. {@code rollout} is as the journal holds it now.
   */
  public RolloutState fail(Rollout rollout, RuntimeException fault) {
    String why = "a fault in the relay (" + fault.getClass().getSimpleName() + ")";
    return switch (rollout.state()) {
      case Untouched state -> book.end(rollout, state, state.refused(why), false, "Refused: " + why + ".");
      case Touched state -> book.move(rollout, state, state.giveUp(Blame.UNKNOWN, why, waiter.now()),
          "Gives up: " + why + ".");
      case Restoring restoring -> stuck(rollout, restoring, why);
      case Settled settled -> settled;
    };
  }

  private RolloutState stuck(Rollout rollout, Restoring restoring, String why) {
    return book.end(rollout, restoring, restoring.change(), restoring.stuck(why), "Stuck: " + why + ".");
  }
}
