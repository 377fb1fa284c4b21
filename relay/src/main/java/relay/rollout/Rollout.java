package relay.rollout;

import java.time.Instant;
import relay.app.AppName;

/**
 * One attempt to bring one app from one digest to another, as the journal holds it.
 *
 * @param opened when it was asked for
 * @param changed when its state was saved last
 */
public record Rollout(RolloutId id, RolloutRequest request, RolloutState state, Instant opened, Instant changed) {
  public AppName app() {
    return request.app();
  }
}
