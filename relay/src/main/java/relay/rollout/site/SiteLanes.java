package relay.rollout.site;

import java.time.Duration;
import java.util.function.Function;
import relay.coordination.WakeUps;
import relay.rollout.run.Runner;
import relay.time.Jitter;
import relay.time.Waiter;

/** The two lanes of one site, which leave rollouts to each other. */
public record SiteLanes(CandidateWorker candidates, SiteWorker site) {
  /**
   * Wires both.
   *
   * @param site what a lane works with, given the waiter of its thread
   * @param lookEvery how often the idle app is looked at, give or take a fifth
   */
  public static SiteLanes of(Function<Waiter, Runner.Site> site, Waiter candidateWaiter, Waiter siteWaiter,
      WakeUps wakeUps, Duration lookEvery, Jitter jitter) {
    var attended = new Attended();
    return new SiteLanes(new CandidateWorker(site.apply(candidateWaiter), wakeUps, attended),
        new SiteWorker(site.apply(siteWaiter), wakeUps, attended, lookEvery, jitter));
  }
}
