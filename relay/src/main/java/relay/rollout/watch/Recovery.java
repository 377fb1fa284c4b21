package relay.rollout.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.AppSettings.Mode;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.WebApp;
import relay.app.WebApp.Switched;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.app.WritePermitLostException;
import relay.health.RestoreVerdict;
import relay.health.check.HealthCheck;
import relay.rollout.Change;
import relay.rollout.Restored;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Stuck;
import relay.rollout.clues.AppClues;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.Note;
import relay.rollout.run.Runner;
import relay.rollout.run.Transitions;
import relay.time.Deadline;
import relay.time.Waiter;

/** Looks again at an app that a rollout left stuck, and writes its rollback target again while the relay's image runs. */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private final AppSettings settings;
  private final WebApp app;
  private final WritePermit permit;
  private final HealthCheck health;
  private final Journal journal;
  private final Waiter waiter;
  private final Transitions transitions;
  private Optional<Deadline> nextRestart = Optional.empty();

  Recovery(Runner.Site site) {
    this.settings = site.settings();
    this.app = site.app();
    this.permit = site.permit();
    this.health = site.health();
    this.journal = site.journal();
    this.waiter = site.waiter();
    this.transitions = new Transitions(journal, site.listener(), waiter::now);
  }

  /** One try. Only a person or a new push changes an app that runs neither the relay's image nor its rollback target. */
  void tryIt(Rollout rollout, AppView view) throws WebAppException, InterruptedException {
    boolean observes = settings.mode() == Mode.OBSERVE; // then nothing is written, nor restarted
    if (observes || !(rollout.state() instanceof Stuck stuck) || stuck.change().back().isEmpty()) {
      return;
    }
    RollbackTarget back = stuck.change().back().get();
    try {
      if (view.live().sameAs(back.configured())) {
        probe(rollout, stuck, back);
      } else if (view.live().runs(stuck.change().target())) {
        writeAgain(rollout, stuck.change(), back);
      }
    } catch (WritePermitLostException lost) {
      if (isLeftToUs(rollout)) {
        throw lost;
      }
      LOG.info("{}: rollout {} is left to one that has taken the app over", settings.name(), rollout.id());
    }
  }

  /** Whether no other rollout has taken the app over since the look began: the other lane goes on meanwhile. */
  private boolean isLeftToUs(Rollout rollout) {
    AppName name = settings.name();
    return journal.stuck(name).filter(now -> now.id().equals(rollout.id())).isPresent()
        && journal.unfinished(name).stream().noneMatch(Rollout::isUnderWay);
  }

  /** The permit to write on behalf of that rollout, and of no other. */
  private WritePermit permitFor(Rollout rollout) {
    return () -> {
      permit.require();
      if (!isLeftToUs(rollout)) {
        throw new WritePermitLostException("another rollout has the app now");
      }
    };
  }

  private void writeAgain(Rollout rollout, Change change, RollbackTarget back)
      throws WebAppException, InterruptedException {
    try {
      if (!(app.restore(back, Set.of(ConfiguredImage.of(change.target())),
          permitFor(rollout)) instanceof Switched.ChangedBySomeoneElse)) {
        journal.note(rollout.id(), new Note.Wrote(back.configured()));
        journal.apply(settings.name(), new Actor.Relay(), "writes the rollback target again",
            List.of(new Effect.Live(back.configured(), change.backTag())));
      }
    } catch (WebAppException e) {
      LOG.warn("{}: the rollback target could not be written again: {}", settings.name(), e.getMessage());
    }
  }

  private void probe(Rollout rollout, Stuck stuck, RollbackTarget back) throws WebAppException, InterruptedException {
    Change change = stuck.change();
    Duration patience = settings.health().interval().multipliedBy(settings.health().goodInARow() + 2L);
    var question = new HealthCheck.Question(change.expectedBack(), rollout.changed(), false);
    var clues = new AppClues(app, back.configured(), Set.of(), rollout.changed(), settings.vaultGate());
    switch (health.restored(question, change.wasWell(), clues, Deadline.in(waiter, patience))) {
      case RestoreVerdict.Back(var grade, var answers, var well) -> {
        permitFor(rollout).require();
        Rollout recovered = transitions.move(rollout, stuck.recovered(new Restored(grade, answers, well, true)),
            List.of(), List.of(new Effect.Live(back.configured(), change.backTag())));
        LOG.info("{}: rollout {} has recovered", settings.name(), recovered.id());
      }
      case RestoreVerdict.NotBack _ -> restart(rollout);
    }
  }

  private void restart(Rollout rollout) throws WebAppException, InterruptedException {
    permitFor(rollout).require();
    if (nextRestart.filter(deadline -> !deadline.passed()).isEmpty()) {
      nextRestart = Optional.of(Deadline.in(waiter, settings.health().restoreDeadline()));
      journal.note(rollout.id(), new Note.RestartedApp());
      app.restart(permitFor(rollout));
    }
  }
}
