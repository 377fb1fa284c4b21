package reviews.web;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers ids that must not be used again, until they would have expired anyway. Kept in this process: another instance
 * of the site does not know of them, and neither does this one after a restart.
 */
final class Spent {
  private static final int MOST = 10_000;

  private final Clock clock;
  private final Map<String, Instant> until = new LinkedHashMap<>(16, 0.75f, false) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
      return size() > MOST || eldest.getValue().isBefore(clock.instant());
    }
  };

  Spent(Clock clock) {
    this.clock = clock;
  }

  /** False when it was spent before. */
  synchronized boolean spend(String id, Instant expiry) {
    return until.putIfAbsent(id, expiry) == null;
  }

  synchronized boolean contains(String id) {
    return until.containsKey(id);
  }
}
