package relay.push;

import java.util.HashMap;
import java.util.Map;

/** How often each push could not be decided. Used by one thread; only the few that fail are remembered. */
final class SecondTries {
  private static final int MOST = 5;
  private final Map<Long, Integer> failures = new HashMap<>();

  /** One more failure; false when it is not to be tried again. */
  boolean failed(long push) {
    return failures.merge(push, 1, Integer::sum) < MOST;
  }

  void over(long push) {
    failures.remove(push);
  }
}
