package relay.push;

import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;

/** Pushes that were acknowledged and not yet decided on. Blocks like {@link Journal}. */
public interface Pushes {
  /** Oldest first, at most {@code limit}. */
  List<Pending> undecided(int limit);

  /** Records what was decided for each app, opening the rollouts, in one transaction. Returns the rollouts opened. */
  List<Rollout> decide(Pending push, List<Decision> decisions);

  record Pending(long id, long delivery, Push push) {}

  /** What becomes of a push for one app; {@code app} is empty when no app is concerned. */
  sealed interface Decision {
    record Open(RolloutRequest request) implements Decision {}

    /** It says nothing new: the digest is in flight ({@code into}) or live (empty). */
    record Merge(AppName app, Optional<RolloutId> into) implements Decision {}

    record Ignore(Optional<AppName> app, String why) implements Decision {}
  }
}
