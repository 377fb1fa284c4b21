package relay.rollout.run;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.app.WebApp.Switched;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.health.RestoreVerdict;
import relay.health.check.HealthCheck;
import relay.rollout.Change;
import relay.rollout.Failure;
import relay.rollout.Restored;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Restoring;
import relay.rollout.clues.AppClues;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.Note;
import relay.time.BackOff;
import relay.time.Deadline;
import relay.time.Waiter;

/** Puts the rollback target back and probes it, until a deadline of its own. Safe to repeat after a restart. */
final class RestoreStep {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private final AppSettings settings;
  private final WebApp app;
  private final WritePermit permit;
  private final HealthCheck health;
  private final Journal journal;
  private final Transitions transitions;
  private final Waiter waiter;

  RestoreStep(AppSettings settings, WebApp app, WritePermit permit, HealthCheck health, Journal journal,
      Transitions transitions, Waiter waiter) {
    this.settings = settings;
    this.app = app;
    this.permit = permit;
    this.health = health;
    this.journal = journal;
    this.transitions = transitions;
    this.waiter = waiter;
  }

  Rollout take(Rollout rollout, Restoring restoring, boolean resumed) throws InterruptedException {
    Optional<RollbackTarget> back = restoring.change().back();
    if (back.isEmpty()) {
      return transitions.move(rollout, restoring.stuck(new Failure.NoRollbackTarget()));
    }
    Deadline end = health.restoreDeadline(restoring.since(), resumed);
    Written written = write(rollout, restoring.change(), back.get(), end);
    return written.failure().isPresent()
        ? transitions.move(written.rollout(), restoring.stuck(written.failure().get()))
        : probe(written.rollout(), restoring, back.get(), end, resumed);
  }

  /** {@code failure}: why the rollback target is not configured; empty when it is. */
  private record Written(Rollout rollout, Optional<Failure> failure) {}

  private Written write(Rollout rollout, Change change, RollbackTarget back, Deadline end)
      throws InterruptedException {
    var pause = new BackOff(settings.health().interval(), LONGEST_PAUSE);
    Deadline settled = Deadline.in(waiter, WebApp.READINGS_LAG);
    Set<String> noted = new HashSet<>();
    while (true) {
      try {
        switch (app.restore(back, change.ownWrites(), permit)) {
          case Switched.Wrote() -> {
            return written(rollout, change, back, new Note.Wrote(back.configured()));
          }
          case Switched.AlreadyThere() when settled.passed() -> {
            return written(rollout, change, back, new Note.AlreadyConfigured(back.configured()));
          }
          case Switched.AlreadyThere() -> {
            if (noted.add("")) {
              journal.note(rollout.id(), new Note.MayBeOld(back.configured(), WebApp.READINGS_LAG));
            }
            waiter.pause(settings.health().interval());
          }
          case Switched.ChangedBySomeoneElse(var found, _) -> {
            return new Written(rollout, Optional.of(new Failure.ChangedBySomeoneElse(found)));
          }
        }
      } catch (WebAppException e) {
        String detail = Faults.text(e);
        if (noted.add(e.code())) {
          journal.note(rollout.id(), new Note.WriteFailed(detail));
        }
        if (end.passed()) {
          return new Written(rollout, Optional.of(new Failure.RestoreNotWritten(detail)));
        }
        waiter.pause(pause.next());
      }
    }
  }

  private Written written(Rollout rollout, Change change, RollbackTarget back, Note note) {
    var live = new Effect.Live(back.configured(), change.backTag());
    return new Written(transitions.stay(rollout, List.of(note), List.of(live)), Optional.empty());
  }

  private Rollout probe(Rollout rollout, Restoring restoring, RollbackTarget back, Deadline end, boolean resumed)
      throws InterruptedException {
    Change change = restoring.change();
    var question = new HealthCheck.Question(change.expectedBack(), rollout.changed(), resumed);
    var clues = new AppClues(app, back.configured(), Set.of(), restoring.since(), settings.vaultGate());
    return switch (health.restored(question, change.wasWell(), clues, health.timeToAnswer(end))) {
      case RestoreVerdict.Back(var grade, var answers, var well) ->
        lastLook(rollout, restoring, back, new Restored(grade, answers, well, false));
      case RestoreVerdict.NotBack(var why) ->
        transitions.move(rollout, restoring.stuck(new Failure.RestoreNotHealthy(why)));
    };
  }

  /** The configured image is read once more, as before Healthy; where ARM does not answer, the app's answers count. */
  private Rollout lastLook(Rollout rollout, Restoring restoring, RollbackTarget back, Restored how)
      throws InterruptedException {
    try {
      ConfiguredImage live = app.look().live();
      if (live.runs(restoring.change().target())) { // an older reading, or a write that landed late: written again
        waiter.pause(settings.health().interval());
        return rollout;
      }
      return live.sameAs(back.configured())
          ? transitions.move(rollout, restoring.restored(how))
          : transitions.move(rollout, restoring.stuck(new Failure.ChangedBySomeoneElse(live)));
    } catch (WebAppException unreadable) {
      return transitions.move(rollout, restoring.restored(how));
    }
  }
}
