package relay.rollout;

import relay.app.Actor;

/**
 * A person wants a rollout ended.
 *
 * @param rollback whether it is a rollback to what ran before, which rejects the digest that is left and holds the app
 * @param keepLeft with {@code rollback}: do not reject that digest
 */
public record StopRequest(Actor by, String reason, boolean rollback, boolean keepLeft) {
  public static StopRequest cancel(Actor by, String reason) {
    return new StopRequest(by, reason, false, false);
  }

  public static StopRequest rollback(Actor by, String reason, boolean keepLeft) {
    return new StopRequest(by, reason, true, keepLeft);
  }

  /** What it means for a rollout that has touched the app. */
  public Failure failure() {
    return rollback ? new Failure.RolledBackByPerson(by, reason, keepLeft) : new Failure.Cancelled(by, reason);
  }
}
