package relay.http;

import java.net.InetAddress;
import java.util.List;

/** The word of proxies on where a client is: any text may stand there. */
public final class ClientsFuzz {
  private static final Clients CLIENTS = new Clients(
      new RateSettings(1, RateSettings.LEAST_PER_DOOR, Network.parse("127.0.0.0/8").stream().toList()), () -> 0);

  private ClientsFuzz() {}

  public static void feed(InetAddress connected, String text) {
    CLIENTS.behind(connected, List.of(text));
    var _ = Network.parse(text);
  }
}
