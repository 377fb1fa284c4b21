package relay.registry;

/** Notified of each request to a registry, for metrics. Called on the requesting thread; must not block or throw. */
public interface RegistryListener {
  /**
   * One request was answered, or was not.
   *
   * @param registry the configured name
   * @param status of the answer; 0 when there was none
   */
  void answered(String registry, int status);
}
