package relay.journal.engine;

import java.time.Duration;

/** Is called after each commit, for metrics, on the writer's thread: returns at once and throws nothing. */
@FunctionalInterface
public interface CommitListener {
  CommitListener NONE = (_, _) -> {};

  /**
   * One transaction is on disk.
   *
   * @param length from its begin to the end of its commit
   * @param deliveries how many deliveries it held; 0 when it was all of rollouts
   */
  void committed(Duration length, int deliveries);
}
