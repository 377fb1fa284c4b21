package reviews.telemetry;

import io.vertx.core.Future;

/** Hears of each answered request. Called on event loops, so it never waits. */
public interface Telemetry {
  void answered(Answered request);

  /** Sends what is left, for a few seconds at most, and gives everything back. */
  Future<Void> close();
}
