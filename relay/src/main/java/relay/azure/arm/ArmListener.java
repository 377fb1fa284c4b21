package relay.azure.arm;

import java.time.Duration;
import java.util.OptionalInt;

/** Hears of each single request to Azure Resource Manager, for metrics. Called on the caller's thread: must not wait. */
@FunctionalInterface
public interface ArmListener {
  /**
   * One request is over.
   *
   * @param operation one of a small fixed set of words, such as {@code patch-config}
   * @param status of the answer; 0 when there was none
   * @param took from asking to knowing; longer than the request itself when a token had to be fetched first
   * @param writesRemaining what Azure says is left of the subscription's writes; empty when it does not say
   */
  void answered(String operation, int status, Duration took, OptionalInt writesRemaining);
}
