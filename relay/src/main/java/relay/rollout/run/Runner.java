package relay.rollout.run;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppSettings;
import relay.app.WebApp;
import relay.app.WritePermit;
import relay.app.WritePermitLostException;
import relay.health.Blame;
import relay.health.check.HealthCheck;
import relay.image.Registry;
import relay.rollout.Failure;
import relay.rollout.Refusal;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Applying;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.RolloutState.Settled;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.RolloutState.Touched;
import relay.rollout.RolloutState.Untouched;
import relay.rollout.RolloutState.Waiting;
import relay.rollout.WaitReason;
import relay.rollout.gate.Gates;
import relay.rollout.record.Journal;
import relay.rollout.record.JournalException;
import relay.rollout.record.Note;
import relay.rollout.record.OvertakenException;
import relay.rollout.record.RolloutListener;
import relay.time.Waiter;

/**
 * Takes one app's rollouts from state to state: each step saves what it is about to do before it does it. Resuming is
 * continuing: a step can be begun again from the saved state at any time. Blocks: its thread is a virtual one, never an
 * event loop. An interrupt means that the relay stops; the state stays as saved.
 */
public final class Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private final Gates gates;
  private final Journal journal;
  private final Transitions transitions;
  private final Waiter waiter;
  private final CheckStep check;
  private final ApplyStep apply;
  private final ProveStep prove;
  private final RestoreStep restore;
  private final boolean observes;

  /** Everything of one app that its lanes work with. {@code waiter} belongs to the thread that runs this runner. */
  public record Site(AppSettings settings, WebApp app, WritePermit permit, Registry registry, HealthCheck health,
      Journal journal, Gates gates, RolloutListener listener, Waiter waiter) {}

  public Runner(Site site) {
    this.gates = site.gates();
    this.journal = site.journal();
    this.waiter = site.waiter();
    this.observes = site.settings().mode() == AppSettings.Mode.OBSERVE;
    this.transitions = new Transitions(site.journal(), site.listener(), waiter::now);
    var stops = new StopSigns(journal);
    var preflight = new Preflight(site.settings(), site.registry(), site.app(), site.health(), waiter, journal);
    this.check = new CheckStep(site.settings(), journal, gates, preflight, stops, transitions, waiter);
    this.apply = new ApplyStep(site.app(), site.permit(), journal, transitions, waiter);
    this.prove = new ProveStep(site.settings(), site.app(), site.health(), journal, stops, transitions, waiter);
    this.restore = new RestoreStep(site.settings(), site.app(), site.permit(), site.health(), journal, transitions,
        waiter);
  }

  /** Which of the two lanes of a site runs; each takes the states of its own. */
  public enum Lane {
    /** Only reads. */
    CANDIDATE,
    /** The one writer of the site. */
    SITE;

    boolean takes(Rollout rollout) {
      return this == CANDIDATE ? rollout.isUntouched() : rollout.isUnderWay();
    }
  }

  /**
   * Runs the rollout until its state is no longer one of the lane's, or until nothing more can be done now.
   *
   * @param resumed whether the relay was away since the state was saved
   * @param moreUrgent whether another rollout of the app should be looked at first
   * @throws JournalException when a state could not be saved: what is not saved is not done
   */
  public Rollout run(Rollout first, Lane lane, boolean resumed, BooleanSupplier moreUrgent)
      throws InterruptedException {
    Rollout rollout = first;
    boolean away = resumed;
    if (resumed && first.isUnderWay()) {
      Duration length = Duration.between(first.changed(), waiter.now());
      journal.note(first.id(), new Note.Resumed(length.isNegative() ? Duration.ZERO : length));
    }
    while (lane.takes(rollout)) {
      Rollout next = guarded(rollout, away, moreUrgent);
      if (next.version() == rollout.version()) {
        return next;
      }
      if (isAside(next)) {
        gates.leaveUnlessSwitching();
      }
      if (next.state() instanceof Waiting) {
        return next;
      }
      rollout = next;
      away = false;
    }
    return rollout;
  }

  /** Whether the rollout needs no place in the plan now, nor in the line for it. */
  private static boolean isAside(Rollout rollout) {
    return switch (rollout.state()) {
      case Settled _,Soaking _ -> true;
      case Waiting(var why) -> !(why instanceof WaitReason.PlanBusy);
      default -> false;
    };
  }

  private Rollout guarded(Rollout rollout, boolean resumed, BooleanSupplier moreUrgent) throws InterruptedException {
    try {
      return step(rollout, resumed, moreUrgent);
    } catch (JournalException | WritePermitLostException e) {
      throw e;
    } catch (OvertakenException e) { // somebody else moved it, or the one that it was to take over
      return journal.rollout(rollout.id()).orElse(rollout);
    } catch (RuntimeException fault) {
      LOG.error("{}: rollout {} met a fault of the relay", rollout.app(), rollout.id(), fault);
      return fail(journal.rollout(rollout.id()).orElse(rollout), fault);
    }
  }

  private Rollout step(Rollout rollout, boolean resumed, BooleanSupplier moreUrgent) throws InterruptedException {
    return switch (rollout.state()) {
      case Untouched state -> check.take(rollout, state, moreUrgent);
      case Applying _,Restoring _ when observes -> rollout; // nothing is written, whatever was begun before
      case Applying applying -> {
        gates.enterAnyway(applying.change().plan());
        yield apply.take(rollout, applying, resumed);
      }
      case Proving proving -> {
        gates.enterAnyway(proving.change().plan());
        yield prove.prove(rollout, proving, resumed);
      }
      case Soaking soaking -> prove.soak(rollout, soaking, resumed);
      case Restoring restoring -> {
        gates.enterAnyway(restoring.change().plan());
        yield restore.take(rollout, restoring, resumed);
      }
      case Settled _ -> rollout;
    };
  }

  /** A fault of the relay's own ends what it met it in: refused before the app was touched, else restored, else stuck. */
  private Rollout fail(Rollout now, RuntimeException fault) {
    String type = fault.getClass().getSimpleName();
    return switch (now.state()) {
      case Untouched state -> transitions.move(now, state.refused(new Refusal.RelayFault(type), Optional.empty()));
      case Touched state ->
        transitions.move(now, state.giveUp(Blame.RELAY, new Failure.RelayFault(type), waiter.now()));
      case Restoring restoring -> transitions.move(now, restoring.stuck(new Failure.RelayFault(type)));
      case Settled _ -> now;
    };
  }
}
