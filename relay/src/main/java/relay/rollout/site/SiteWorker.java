package relay.rollout.site;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppSettings.Mode;
import relay.coordination.WakeUps;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Proving;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.gate.Gates;
import relay.rollout.run.Runner;
import relay.rollout.run.Runner.Lane;
import relay.rollout.watch.AppWatch;
import relay.time.BackOff;
import relay.time.Deadline;
import relay.time.Jitter;
import relay.time.Loop;
import relay.time.Waiter;

/** The lane of one site that owns what has touched it: the site's one writer. In between it looks at the idle app. */
public final class SiteWorker implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(SiteWorker.class);
  private static final int LONGEST_BLIND_LOOKS = 6;
  private final Gates gates;
  private final Waiter waiter;
  private final WakeUps wakeUps;
  private final Runner runner;
  private final AppWatch watch;
  private final Attended attended;
  private final Duration lookEvery;
  private final Jitter jitter;
  private final BackOff blind;
  /** Nothing is written then, whatever was begun before. */
  private final boolean observes;
  private Deadline nextLook;

  SiteWorker(Runner.Site site, WakeUps wakeUps, Attended attended, Duration lookEvery, Jitter jitter) {
    this.gates = site.gates();
    this.waiter = site.waiter();
    this.wakeUps = wakeUps;
    this.runner = new Runner(site);
    this.watch = new AppWatch(site);
    this.attended = attended;
    this.lookEvery = lookEvery;
    this.jitter = jitter;
    this.observes = site.settings().mode() == Mode.OBSERVE;
    this.blind = new BackOff(lookEvery, lookEvery.multipliedBy(LONGEST_BLIND_LOOKS));
    this.nextLook = Deadline.in(waiter, Duration.ZERO);
  }

  @Override
  public void step() throws InterruptedException {
    Optional<Rollout> underWay = gates.underWay();
    if (underWay.isPresent()) {
      take(underWay.get());
    } else if (nextLook.passed()) {
      look();
    } else {
      waiter.pause(nextLook.remaining());
    }
  }

  private void take(Rollout rollout) throws InterruptedException {
    if (observes && !(rollout.state() instanceof Proving) && !(rollout.state() instanceof Soaking)) {
      LOG.warn("{}: rollout {} stays {} while the app is only observed", rollout.app(), rollout.id(),
          rollout.state().label());
      waiter.pause(lookEvery);
      return;
    }
    boolean resumed = !attended.takeUp(rollout.id());
    Rollout left = runner.run(rollout, Lane.SITE, resumed, () -> false);
    if (!left.isUnderWay()) {
      wakeUps.wake(left.app());
    }
  }

  private void look() throws InterruptedException {
    nextLook = Deadline.in(waiter, jitter.around(lookEvery)); // also when the look ends in a fault
    if (watch.look()) {
      blind.reset();
    } else {
      nextLook = Deadline.in(waiter, jitter.around(blind.next()));
    }
  }
}
