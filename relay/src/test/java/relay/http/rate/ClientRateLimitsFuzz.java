package relay.http.rate;

import java.net.InetAddress;
import java.util.List;
import relay.http.rate.ClientRateLimits;
import relay.http.rate.Network;
import relay.http.rate.RateSettings;

/** The word of proxies on where a client is: any text may stand there. */
public final class ClientRateLimitsFuzz {
  private static final ClientRateLimits CLIENTS = new ClientRateLimits(
      new RateSettings(1, RateSettings.MIN_PER_RECEIVER, Network.parse("127.0.0.0/8").stream().toList()), () -> 0);

  private ClientRateLimitsFuzz() {}

  public static void feed(InetAddress connected, String text) {
    CLIENTS.behind(connected, List.of(text));
    var _ = Network.parse(text);
  }
}
