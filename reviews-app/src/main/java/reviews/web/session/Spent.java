package reviews.web.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers ids that must not be used again, until they would have expired anyway. Kept in this process: another instance
 * of the site does not know of them, and neither does this one after a restart.
 */
public final class Spent {
  private static final int MOST = 10_000;

  private final Map<String, Instant> until = new LinkedHashMap<>();

  /** False when it was spent before. What has expired by {@code now} is forgotten, and the eldest where there are too many. */
  public synchronized boolean spend(String id, Instant expiry, Instant now) {
    var eldest = until.values().iterator();
    while (eldest.hasNext() && (eldest.next().isBefore(now) || until.size() >= MOST)) {
      eldest.remove();
    }
    return until.putIfAbsent(id, expiry) == null;
  }

  synchronized boolean contains(String id) {
    return until.containsKey(id);
  }
}
