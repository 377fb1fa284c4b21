package relay.http.rate;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import relay.http.Problem;
import relay.http.ProblemException;

/**
 * Rate limits per client address. The address is that of the connection; a header counts only where a trusted proxy adds it.
 * A bounded number of addresses is kept, and the least recently seen is dropped first. Safe from any thread.
 */
public final class ClientRateLimits {
  /** A few hundred bytes each. */
  private static final int MAX_KNOWN = 10_000;
  /** No legitimate proxy chain is longer. */
  private static final int MAX_HOPS = 16;
  private static final int PREFIX_BYTES = 8; // whoever holds one IPv6 address holds a whole /64

  private final RateSettings settings;
  private final LongSupplier nanos;
  private final Map<String, RateLimit> known = new LinkedHashMap<>(64, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, RateLimit> eldest) {
      return size() > MAX_KNOWN;
    }
  };

  public ClientRateLimits(RateSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
  }

  /**
   * Counts this request against the limit of its client.
   *
   * @throws ProblemException with {@link Problem.TooMany} when the client exceeds its limit
   */
  public void admit(HttpServerRequest request) {
    limitOf(holder(request)).require();
  }

  /** The address that {@link #admit} counts against, for a log line; {@code unknown} where there is none. */
  public String clientOf(HttpServerRequest request) {
    return client(request).map(InetAddress::getHostAddress).orElse("unknown");
  }

  private RateLimit limitOf(String client) {
    synchronized (known) {
      return known.computeIfAbsent(client, _ -> new RateLimit(settings.perClient(), nanos));
    }
  }

  private String holder(HttpServerRequest request) {
    return client(request).map(ClientRateLimits::holder).orElse("unknown");
  }

  private Optional<InetAddress> client(HttpServerRequest request) {
    return Optional.ofNullable(request.remoteAddress())
        .flatMap(address -> Optional.ofNullable(address.hostAddress())).flatMap(ClientRateLimits::address)
        .map(address -> behind(address, request.headers().getAll("X-Forwarded-For")));
  }

  /** The first address, counted from our end, that is not a trusted proxy: anyone could have written what stands before it. */
  InetAddress behind(InetAddress connected, List<String> forwarded) {
    InetAddress client = connected;
    List<String> hops = List.of(String.join(",", forwarded).split(",", -1));
    for (int i = hops.size() - 1; i >= 0 && i >= hops.size() - MAX_HOPS && isTrusted(client); i--) {
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
    for (int i = 0; i < Math.min(bytes.length, PREFIX_BYTES); i++) {
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
