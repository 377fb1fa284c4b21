package relay.registry;

/** Told of each request that was made for a registry, for metrics. Called on the asking thread; must not wait or throw. */
public interface RegistryListener {
  /**
   * One request was made.
   *
   * @param registry the configured name
   * @param status what was answered; 0 when nothing was
   */
  void answered(String registry, int status);
}
