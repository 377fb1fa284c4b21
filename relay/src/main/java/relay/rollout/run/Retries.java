package relay.rollout.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.image.Digest;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.record.Effect;

/** When a rollout that failed through its surroundings is tried again. Pure. */
final class Retries {
  private static final List<Duration> PAUSES = List.of(Duration.ofMinutes(5), Duration.ofMinutes(15),
      Duration.ofMinutes(45));

  private Retries() {}

  /**
   * The next try, which asks the tag again; empty for what a person asked, who is there to ask again, and after the last.
   *
   * @param change what the rollout did; empty when it did not touch the app
   */
  static Optional<Effect> after(Rollout rollout, Optional<Change> change, Instant now) {
    RolloutRequest before = rollout.request();
    int tried = before.cause() instanceof Cause.Retried(_, var attempt) ? attempt : 0;
    if (before.cause() instanceof Cause.Manual || tried >= PAUSES.size()) {
      return Optional.empty();
    }
    return Optional.of(new Effect.Open(new RolloutRequest(before.app(), again(before.desired(), change),
        new Cause.Retried(rollout.id(), tried + 1), before.acceptNoRollbackTarget(), before.keepLeft(),
        Optional.of(now.plus(PAUSES.get(tried))))));
  }

  private static DesiredImage again(DesiredImage desired, Optional<Change> change) {
    Optional<Digest> tried = change.map(done -> done.target().digest());
    return desired instanceof DesiredImage.ByTag(var image, var claimed)
        ? new DesiredImage.ByTag(image, tried.or(() -> claimed))
        : desired;
  }
}
