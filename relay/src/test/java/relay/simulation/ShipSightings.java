package relay.simulation;

import java.time.Instant;
import java.util.Optional;
import relay.app.AppName;
import relay.reconcile.Sighting;
import relay.reconcile.Sightings;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;

/** The sightings as one life of the relay has them. */
record ShipSightings(Sightings sightings, JournalView view, Life life, SavePromises promises) implements Sightings {
  @Override
  public Optional<Sighting> last(AppName app) {
    return life.read(() -> view.other("sighting", app, () -> sightings.last(app)));
  }

  @Override
  public Optional<Rollout> saw(AppName app, Sighting sighting, Optional<RolloutRequest> news) {
    return life.write(() -> sightings.saw(app, sighting, news), opened -> {
      promises.sighted(app, sighting.newest().map(Sighting.Newest::digest));
      opened.ifPresent(promises::opened);
    });
  }

  @Override
  public Instant countsSince(String webhook, Instant now) {
    return life.write(() -> sightings.countsSince(webhook, now), _ -> {});
  }
}
