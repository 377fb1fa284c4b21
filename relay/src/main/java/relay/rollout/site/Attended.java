package relay.rollout.site;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import relay.rollout.RolloutId;

/** Which rollouts were switched while this relay was there, as one lane leaves them to the other. Safe from any thread. */
final class Attended {
  private final Set<RolloutId> fresh = ConcurrentHashMap.newKeySet();

  void begun(RolloutId id) {
    fresh.add(id);
  }

  /** Whether it was begun here and not taken up yet; false ever after. */
  boolean takeUp(RolloutId id) {
    return fresh.remove(id);
  }
}
