package sandbox.arm;

import java.time.Instant;
import java.util.Optional;

/**
 * What the platform says of one instance of a site (azure-contracts-next, section 12.1).
 *
 * @param instance the instance's id, as in ARM's list of instances
 * @param action the platform's word for the step it is at; {@code None} between steps
 * @param lastError outlives a good start, as on Azure
 * @param details a sentence for people
 */
public record SiteStatus(String instance, State state, String action, Optional<LastError> lastError, String details,
    Level level) {
  /** The documented states; {@link #wire} is how App Service spells them. */
  public enum State {
    STARTING("Starting"),
    STARTED("Started"),
    STOPPING("Stopping"),
    STOPPED("Stopped"),
    UPDATING("Updating"),
    BLOCKED("Blocked"),
    UNKNOWN("Unknown");

    private final String wire;

    State(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }
  }

  /** How bad the details are. */
  public enum Level {
    INFO,
    WARN,
    ERR
  }

  /**
   * The last failed start.
   *
   * @param code such as {@code ContainerTimeout}, which App Service also gives for a process that simply exited
   */
  public record LastError(String code, String details, Instant at) {}
}
