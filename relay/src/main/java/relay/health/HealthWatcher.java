package relay.health;

/** Hears of every reading, for metrics and the record. Must not block. */
@FunctionalInterface
public interface HealthWatcher {
  void probed(Reading reading);
}
