package relay.rollout;

import java.time.Instant;
import java.util.Optional;
import relay.app.AppName;

/**
 * What a rollout was asked to do; fixed for its whole life but for {@code notBefore}, which can be brought forward.
 *
 * @param acceptNoRollbackTarget a person accepts that there is nothing to go back to
 * @param keepLeft after a manual rollback: do not reject the digest that was left
 * @param notBefore when it may start; empty for at once
 */
public record RolloutRequest(AppName app, DesiredImage desired, Cause cause, boolean acceptNoRollbackTarget,
    boolean keepLeft, Optional<Instant> notBefore) {
  /** An ordinary request, to be started at once. */
  public static RolloutRequest of(AppName app, DesiredImage desired, Cause cause) {
    return new RolloutRequest(app, desired, cause, false, false, Optional.empty());
  }

  /** Whether it may start at {@code now}. */
  public boolean isDue(Instant now) {
    return notBefore.filter(now::isBefore).isEmpty();
  }
}
