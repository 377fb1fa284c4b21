package relay.http.rate;

import java.util.List;

/**
 * How many requests the receivers take.
 *
 * @param perClient requests a second from one address, before the sender check
 * @param perReceiver requests a second at one receiver, after the sender check
 * @param trustedProxies whose headers about the client's address are trusted; empty when clients connect directly
 */
public record RateSettings(int perClient, int perReceiver, List<Network> trustedProxies) {
  /** The least rate of a receiver: a push of many tags must not be refused. */
  public static final int MIN_PER_RECEIVER = 50;
  public static final RateSettings DEFAULT = new RateSettings(200, 200, List.of());

  /** The same proxies, and so many requests of one client. */
  public RateSettings withPerClient(int rate) {
    return new RateSettings(rate, perReceiver, trustedProxies);
  }

  public RateSettings {
    trustedProxies = List.copyOf(trustedProxies);
    if (perClient < 1 || perReceiver < MIN_PER_RECEIVER) {
      throw new IllegalArgumentException("too little for a receiver");
    }
  }
}
