package relay.rollout.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import relay.coordination.WakeUps;
import relay.rollout.Rollout;
import relay.rollout.gate.Gates;
import relay.rollout.record.Journal;
import relay.rollout.run.Runner;
import relay.rollout.run.Runner.Lane;
import relay.time.Loop;
import relay.time.Waiter;

/**
 * The lane of one site that checks what may be brought to it next, while the other lane goes on with what is under way.
 * Reads only; the last thing it does with a rollout is to save it as Applying.
 */
public final class CandidateWorker implements Loop {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private final Runner.Site site;
  private final Journal journal;
  private final Gates gates;
  private final Waiter waiter;
  private final WakeUps wakeUps;
  private final Runner runner;
  private final Attended attended;

  CandidateWorker(Runner.Site site, WakeUps wakeUps, Attended attended) {
    this.site = site;
    this.journal = site.journal();
    this.gates = site.gates();
    this.waiter = site.waiter();
    this.wakeUps = wakeUps;
    this.runner = new Runner(site);
    this.attended = attended;
  }

  @Override
  public void step() throws InterruptedException {
    cancelWished();
    var candidates = now();
    Optional<Rollout> next = candidates.next(gates::open);
    if (next.isPresent()) {
      take(next.get());
    } else {
      waiter.pause(pause(candidates));
    }
  }

  /** What a person wants ended ends at once, whatever it waits for. */
  private void cancelWished() throws InterruptedException {
    for (Rollout rollout : now().untouched()) {
      if (journal.stopRequested(rollout.id()).isPresent()) {
        take(rollout);
      }
    }
  }

  private void take(Rollout rollout) throws InterruptedException {
    Rollout left = runner.run(rollout, Lane.CANDIDATE, false, () -> now().anyBefore(rollout));
    if (left.isUnderWay()) {
      attended.begun(left.id());
      wakeUps.wake(left.app());
    } else if (left.version() == rollout.version() && !now().anyBefore(rollout)) {
      waiter.pause(site.settings().health().interval()); // it could not be moved: not again at once
    }
  }

  private Candidates now() {
    List<Rollout> untouched = journal.unfinished(site.settings().name()).stream().filter(Rollout::isUntouched).toList();
    return new Candidates(untouched, waiter.now());
  }

  private Duration pause(Candidates candidates) {
    Duration longest = candidates.untouched().isEmpty() ? LONGEST_PAUSE : site.settings().health().interval();
    return candidates.nextDue().map(due -> Duration.between(candidates.now(), due))
        .filter(until -> until.compareTo(longest) < 0).orElse(longest);
  }
}
