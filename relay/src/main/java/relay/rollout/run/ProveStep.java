package relay.rollout.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.health.Blame;
import relay.health.Verdict;
import relay.health.check.HealthCheck;
import relay.rollout.Change;
import relay.rollout.Failure;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.RolloutState.Touched;
import relay.rollout.clues.AppClues;
import relay.rollout.record.Journal;
import relay.rollout.record.Note;
import relay.time.Deadline;
import relay.time.Waiter;

/**
 * Waits for the proof of the target, then watches it. No verdict counts before the configured image was read once more: what
 * answers, or fails to start, may be somebody else's by then. Reads only; may be begun again after a restart.
 */
final class ProveStep {
  private final AppSettings settings;
  private final WebApp app;
  private final HealthCheck health;
  private final Journal journal;
  private final StopSigns stops;
  private final Transitions transitions;
  private final Waiter waiter;

  ProveStep(AppSettings settings, WebApp app, HealthCheck health, Journal journal, StopSigns stops,
      Transitions transitions, Waiter waiter) {
    this.settings = settings;
    this.app = app;
    this.health = health;
    this.journal = journal;
    this.stops = stops;
    this.transitions = transitions;
    this.waiter = waiter;
  }

  Rollout prove(Rollout rollout, Proving proving, boolean resumed) throws InterruptedException {
    if (stops.stopWanted(rollout.id())) {
      return stopped(rollout, proving);
    }
    var question = new HealthCheck.Question(proving.change().expected(), proving.since(), resumed);
    return switch (health.prove(question, clues(proving.change(), proving.since()), () -> stops.any(rollout))) {
      case Verdict.Good(var evidence) -> transitions.move(rollout, proving.proven(evidence, waiter.now()));
      case Verdict.Bad bad -> giveUp(rollout, proving, bad);
      case Verdict.Cut() -> stopped(rollout, proving);
    };
  }

  Rollout soak(Rollout rollout, Soaking soaking, boolean resumed) throws InterruptedException {
    if (stops.stopWanted(rollout.id())) {
      return stopped(rollout, soaking);
    }
    var question = new HealthCheck.Question(soaking.change().expected(), soaking.since(), resumed);
    return switch (health.soak(question, soaking.evidence(), clues(soaking.change(), soaking.since()),
        () -> stops.any(rollout))) {
      case Verdict.Good _ -> lastLook(rollout, soaking);
      case Verdict.Bad bad -> giveUp(rollout, soaking, bad);
      case Verdict.Cut() -> stopped(rollout, soaking);
    };
  }

  private Rollout lastLook(Rollout rollout, Soaking soaking) throws InterruptedException {
    try {
      ConfiguredImage live = app.look().live();
      return live.runs(soaking.change().target())
          ? transitions.move(rollout, soaking.healthy())
          : transitions.move(rollout, soaking.changedBySomeoneElse(live));
    } catch (WebAppException unreadable) {
      waiter.pause(settings.health().interval());
      return rollout; // still soaking: looked at again
    }
  }

  /** What is configured; what was before the switch only when that is no older reading. Empty when Azure does not say. */
  private Optional<ConfiguredImage> configured(Change change) throws InterruptedException {
    Deadline settled = Deadline.in(waiter, WebApp.READINGS_LAG);
    try {
      ConfiguredImage live = app.look().live();
      while (!live.runs(change.target()) && live.sameAs(change.from()) && !settled.passed()) {
        waiter.pause(settings.health().interval());
        live = app.look().live();
      }
      return Optional.of(live);
    } catch (WebAppException unreadable) {
      return Optional.empty();
    }
  }

  private AppClues clues(Change change, Instant since) {
    return new AppClues(app, ConfiguredImage.of(change.target()), change.resolved(), since, settings.vaultGate());
  }

  /** A person wants the end of it, or another rollout has taken over: then it is not ours to end. */
  private Rollout stopped(Rollout rollout, Touched state) {
    Rollout now = journal.rollout(rollout.id()).orElse(rollout);
    var stop = journal.stopRequested(rollout.id());
    if (now.version() != rollout.version() || stop.isEmpty()) {
      return now;
    }
    return transitions.move(rollout, state.giveUp(Blame.OPERATOR, stop.get().failure(), waiter.now()),
        List.of(new Note.StopRequested(stop.get())));
  }

  private Rollout giveUp(Rollout rollout, Touched state, Verdict.Bad bad) throws InterruptedException {
    Change change = state.change();
    Optional<ConfiguredImage> live = configured(change);
    if (live.filter(image -> !image.runs(change.target()) && !image.sameAs(change.from())).isPresent()) {
      return transitions.move(rollout, state.changedBySomeoneElse(live.get()));
    }
    boolean ours = live.filter(image -> !image.runs(change.target())).isEmpty();
    Blame blame = ours || bad.blame() != Blame.IMAGE ? bad.blame() : Blame.UNKNOWN;
    List<Note> notes = new ArrayList<>();
    Optional<String> decisive = bad.decisiveLine();
    decisive.ifPresent(line -> notes.add(new Note.LogLine(line, true)));
    bad.lastLines().stream().filter(line -> !decisive.equals(Optional.of(line)))
        .forEach(line -> notes.add(new Note.LogLine(line, false)));
    return transitions.move(rollout, state.giveUp(blame, new Failure.NotHealthy(bad.why()), waiter.now()), notes);
  }
}
