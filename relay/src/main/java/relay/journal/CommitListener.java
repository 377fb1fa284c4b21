package relay.journal;

import java.time.Duration;

/** Hears of each commit, for metrics. Called on the writer's thread: returns at once and throws nothing. */
@FunctionalInterface
public interface CommitListener {
  CommitListener NONE = (_, _) -> {};

  /**
   * One transaction is on disk.
   *
   * @param length from its begin to the end of its commit
   * @param deliveries how many of the doors' deliveries it held; 0 when it was all of rollouts
   */
  void committed(Duration length, int deliveries);
}
