package reviews.web.edge;

import io.vertx.ext.web.RoutingContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import reviews.settings.EdgeSettings;

/**
 * What is true of the visitor's own connection. TLS ends at the platform's front end, which tells of it in headers; a
 * visitor can send the same headers, so they count only as far as {@code FORWARDED_HOPS} says that trusted proxies wrote
 * them.
 */
public final class Edge {
  private static final int NETWORK_BYTES = 8;

  private final EdgeSettings settings;

  public Edge(EdgeSettings settings) {
    this.settings = settings;
  }

  /** Whether the visitor came over TLS, as far as this site or the proxies it trusts can tell. */
  public boolean overTls(RoutingContext ctx) {
    if (ctx.request().isSSL()) {
      return true;
    }
    List<String> protocols = forwarded(ctx, "X-Forwarded-Proto");
    return !protocols.isEmpty() && protocols.getFirst().equalsIgnoreCase("https");
  }

  /** Names the client for limits: its address, of IPv6 the network (/64), since one household owns that whole. */
  public String client(RoutingContext ctx) {
    List<String> hops = forwarded(ctx, "X-Forwarded-For");
    String own = ctx.request().remoteAddress().hostAddress();
    String text = hops.size() < settings.forwardedHops() || hops.isEmpty()
        ? own
        : withoutPort(hops.get(hops.size() - settings.forwardedHops()));
    try {
      return InetAddress.ofLiteral(text) instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES)
          : text;
    } catch (IllegalArgumentException e) { // a proxy that writes names: still one key for one client
      return text;
    }
  }

  /** What the platform says of the visitor's country, as it says it; empty where it does not tell. */
  public Optional<String> country(RoutingContext ctx) {
    return settings.countryHeader().flatMap(header -> Optional.ofNullable(ctx.request().getHeader(header)));
  }

  private List<String> forwarded(RoutingContext ctx, String header) {
    return settings.forwardedHops() == 0
        ? List.of()
        : ctx.request().headers().getAll(header).stream().flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  private static String withoutPort(String address) {
    if (address.startsWith("[")) {
      return address.substring(1, Math.max(1, address.indexOf(']')));
    }
    int colon = address.indexOf(':');
    return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
  }
}
