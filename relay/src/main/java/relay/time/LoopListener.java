package relay.time;

import java.time.Instant;

/** Hears of each step of the supervised loops, for metrics and readiness. Must not wait or throw. */
public interface LoopListener {
  LoopListener NONE = new LoopListener() {
    @Override
    public void beat(String loop, Instant at) {}

    @Override
    public void failed(String loop, Throwable fault) {}
  };

  /** The loop begins a step. */
  void beat(String loop, Instant at);

  /** A step ended in a fault. */
  void failed(String loop, Throwable fault);
}
