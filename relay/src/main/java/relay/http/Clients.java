package relay.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who connects, by address, and how often each may. The address is the connection's own; a header's word counts only where a trusted proxy adds it.
 * A bounded number of addresses is known at a time, the least recent being forgotten. Safe from any thread.
 */
public final class Clients {
  /** Some hundred bytes each. */
  private static final int MOST_KNOWN = 10_000;
  /** Further hops than this are nobody's real way. */
  private static final int MOST_HOPS = 16;
  private static final int V6_HOLDER = 8; // bytes: a holder of IPv6 addresses has a whole /64 of them

  private final RateSettings settings;
  private final LongSupplier nanos;
  private final Map<String, RateLimit> known = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, RateLimit> eldest) {
      return size() > MOST_KNOWN;
    }
  };

  public Clients(RateSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
  }

  /**
   * Counts this request against its client.
   *
   * @throws ProblemException with {@link Problem.TooMany} when it comes too often
   */
  public void admit(HttpServerRequest request) {
    limitOf(holder(request)).require();
  }

  private RateLimit limitOf(String client) {
    synchronized (known) {
      return known.computeIfAbsent(client, _ -> new RateLimit(settings.perClient(), nanos));
    }
  }

  private String holder(HttpServerRequest request) {
    Optional<InetAddress> connected = Optional.ofNullable(request.remoteAddress())
        .flatMap(address -> Optional.ofNullable(address.hostAddress())).flatMap(Clients::address);
    return connected.map(address -> holder(behind(address, request.headers().getAll("X-Forwarded-For"))))
        .orElse("unknown");
  }

  /** The first address from our end that no trusted proxy has; what is written before it anybody may have written. */
  InetAddress behind(InetAddress connected, List<String> forwarded) {
    InetAddress client = connected;
    List<String> hops = List.of(String.join(",", forwarded).split(",", -1));
    for (int i = hops.size() - 1; i >= 0 && i >= hops.size() - MOST_HOPS && isTrusted(client); i--) {
      Optional<InetAddress> before = address(withoutPort(hops.get(i).trim()));
      if (before.isEmpty()) {
        return client;
      }
      client = before.get();
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    return settings.trustedProxies().stream().anyMatch(network -> network.holds(address));
  }

  private static String holder(InetAddress address) {
    byte[] bytes = address.getAddress();
    var name = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, V6_HOLDER); i++) {
      name.append(bytes[i] & 0xff).append('.');
    }
    return name.toString();
  }

  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  private static Optional<InetAddress> address(String text) {
    int scope = text.indexOf('%');
    return Network.address(scope < 0 ? text : text.substring(0, scope));
  }
}
