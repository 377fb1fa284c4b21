package relay.rollout;

import java.time.Instant;
import relay.app.AppName;

/**
 * What a rollout was asked to do; fixed for its whole life.
 *
 * @param acceptNoWayBack a person accepts that there is nothing to go back to
 * @param keepLeft after a manual rollback: do not reject the digest that was left
 * @param notBefore when it may start; the time of opening when at once
 */
public record RolloutRequest(AppName app, DesiredImage wanted, Cause cause, boolean acceptNoWayBack, boolean keepLeft,
    Instant notBefore) {
  /** An ordinary request, to be started at once. */
  public static RolloutRequest of(AppName app, DesiredImage wanted, Cause cause, Instant now) {
    return new RolloutRequest(app, wanted, cause, false, false, now);
  }
}
