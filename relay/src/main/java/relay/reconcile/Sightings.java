package relay.reconcile;

import java.time.Instant;
import java.util.Optional;
import relay.app.AppName;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;

/** What reconciliation remembers over restarts. Blocks until it is committed, like {@link relay.rollout.record.Journal}. */
public interface Sightings {
  /** The newest one of this app; empty before the first. */
  Optional<Sighting> last(AppName app);

  /**
   * Remembers a sighting in place of the one before, and opens the rollout that follows from it, both or neither.
   *
   * @param news empty when nothing follows
   */
  Optional<Rollout> saw(AppName app, Sighting sighting, Optional<RolloutRequest> news);

  /**
   * Since when the delivery log of this webhook counts: what was sent before the relay first looked at it is no business of
   * the relay. The first call says {@code now}, and every later one the same.
   */
  Instant countsSince(String webhook, Instant now);
}
