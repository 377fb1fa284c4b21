package relay.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the platform itself says of a site's instances, one entry each.
 *
 * @param instances empty when the platform named none
 */
public record SiteStatus(List<Instance> instances) {
  public SiteStatus {
    instances = List.copyOf(instances);
  }

  /** The states of azure-contracts-next.md 12.1; a value the relay does not know is {@link #UNKNOWN}. */
  public enum State {
    STARTING,
    STARTED,
    STOPPING,
    STOPPED,
    UPDATING,
    BLOCKED,
    UNKNOWN
  }

  /**
   * One instance.
   *
   * @param action the platform's word for the step it is at; empty when it names none
   * @param lastError outlives a good start: of use only when {@code lastErrorAt} is later than the relay's write
   * @param details the platform's own words, bounded and scrubbed
   */
  public record Instance(String id, State state, String action, Optional<String> lastError,
      Optional<Instant> lastErrorAt, String details) {}

  public boolean allStarted() {
    return !instances.isEmpty() && instances.stream().allMatch(each -> each.state() == State.STARTED);
  }

  public boolean blocked() {
    return instances.stream().anyMatch(each -> each.state() == State.BLOCKED);
  }
}
