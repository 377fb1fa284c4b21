package relay.simulation;

import java.util.List;
import relay.push.IgnoreReason;
import relay.push.Pushes;
import relay.rollout.Rollout;

/** The pushes as one life of the relay has them. */
record ShipPushes(Pushes pushes, JournalView view, Life life) implements Pushes {
  @Override
  public List<Pending> undecided(String registry, int limit) {
    return life.read(() -> view.other("undecided", registry, () -> pushes.undecided(registry, limit)));
  }

  /** What is set aside can always be written down. */
  private static boolean isSetAside(List<Decision> decisions) {
    return decisions.stream().allMatch(decision -> decision instanceof Decision.Ignore(_, IgnoreReason.SetAside _));
  }

  @Override
  public List<Rollout> decide(Pending push, List<Decision> decisions) {
    if (push.push().image().tag().equals(HistoryGenerator.POISON) && !isSetAside(decisions)) {
      throw new IllegalStateException("a push that nobody can decide");
    }
    return life.write(() -> pushes.decide(push, decisions), _ -> {});
  }
}
