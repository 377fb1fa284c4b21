package relay.http;

import java.util.List;

/**
 * How much the doors take.
 *
 * @param perClient requests a second of one address, before anything is known of the sender
 * @param perDoor requests a second at one door of senders that proved themselves
 * @param trustedProxies whose word on the client's address counts; empty when clients connect directly
 */
public record RateSettings(int perClient, int perDoor, List<Network> trustedProxies) {
  /** What one door takes at least: a push of many tags is not to be turned away. */
  public static final int LEAST_PER_DOOR = 50;
  public static final RateSettings DEFAULT = new RateSettings(200, 200, List.of());

  public RateSettings {
    trustedProxies = List.copyOf(trustedProxies);
    if (perClient < 1 || perDoor < LEAST_PER_DOOR) {
      throw new IllegalArgumentException("too little for a door");
    }
  }
}
