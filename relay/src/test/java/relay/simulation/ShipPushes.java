package relay.simulation;

import java.util.List;
import relay.push.Pushes;
import relay.rollout.Rollout;

/** The pushes as one life of the relay has them. */
record ShipPushes(Pushes pushes, JournalView view, Life life) implements Pushes {
  @Override
  public List<Pending> undecided(String registry, int limit) {
    return life.read(() -> view.other("undecided", registry, () -> pushes.undecided(registry, limit)));
  }

  @Override
  public List<Rollout> decide(Pending push, List<Decision> decisions) {
    return life.write(() -> pushes.decide(push, decisions), _ -> {});
  }
}
