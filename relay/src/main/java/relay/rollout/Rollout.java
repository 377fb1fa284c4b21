package relay.rollout;

import java.time.Instant;
import java.util.Optional;
import relay.app.AppName;
import relay.image.Digest;

/**
 * One attempt to bring one app from one digest to another, as the journal holds it.
 *
 * @param version grows with each saved state; a save names the one that it moves from
 * @param opened when it was asked for
 * @param changed when its state was saved last
 */
public record Rollout(RolloutId id, RolloutRequest request, RolloutState state, long version, Instant opened,
    Instant changed) {
  public AppName app() {
    return request.app();
  }

  public boolean manual() {
    return request.cause().manual();
  }

  /** The digest it is, or was, for: the one it came to once that is decided, else the one asked for; empty for a bare tag. */
  public Optional<Digest> digest() {
    return state.digest().or(() -> request.desired().digest());
  }

  /** Whether it is on its way to this digest; one that goes back is not. */
  public boolean brings(Digest digest) {
    return (state instanceof RolloutState.Untouched || state instanceof RolloutState.Touched)
        && digest().filter(digest::equals).isPresent();
  }

  public boolean isUntouched() {
    return state instanceof RolloutState.Untouched;
  }

  /** Whether the app is in its hands: between the first write and the end. */
  public boolean isUnderWay() {
    return state instanceof RolloutState.Touched || state instanceof RolloutState.Restoring;
  }
}
