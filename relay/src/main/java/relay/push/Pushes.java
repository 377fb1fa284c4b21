package relay.push;

import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;

/** Pushes that were acknowledged and not yet decided. Blocks like {@link relay.rollout.record.Journal}. */
public interface Pushes {
  /**
   * Of one registry, oldest first, at most {@code limit}. A row that cannot be read is set aside by the call itself,
   * logged and counted, so that it stands in nobody's way.
   */
  List<Pending> undecided(String registry, int limit);

  /**
   * Records what was decided for each app and does it, in one transaction. Safe to repeat: the first decision stays.
   *
   * @return the rollouts opened; empty as well when the push was decided before
   */
  List<Rollout> decide(Pending push, List<Decision> decisions);

  record Pending(long id, long delivery, Push push) {}

  /** What becomes of a push for one app. */
  sealed interface Decision {
    record Open(RolloutRequest request) implements Decision {}

    /** The digest is in flight ({@code into}), or live and proven (empty): it says nothing new. */
    record Merge(AppName app, Optional<RolloutId> into) implements Decision {}

    /** A retry of the same digest was waiting for its time: it starts at once. */
    record BringForward(AppName app, RolloutId rollout) implements Decision {}

    /** {@code app} is empty when no app is concerned. */
    record Ignore(Optional<AppName> app, IgnoreReason why) implements Decision {}
  }
}
