package relay.api;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers by which proxies, gateways and content networks show themselves. */
final class Forwarding {
  private static final Set<String> NAMES = Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "client-ip",
      "x-cluster-client-ip", "true-client-ip", "fastly-client-ip", "x-proxyuser-ip", "wl-proxy-client-ip",
      "proxy-client-ip", "disguised-host", "was-default-hostname", "max-forwards", "cdn-loop", "x-waws-unencoded-url",
      "x-scheme", "front-end-https", "x-http-destinationurl");
  private static final List<String> PREFIXES = List.of("x-forwarded", "x-original-", "x-azure-", "x-appgw-", "x-arr-",
      "x-site-", "x-appservice-", "x-envoy-", "x-amz", "x-goog", "x-cloud", "cf-", "x-akamai-", "x-fd-", "x-fastly-",
      "x-traefik-", "x-nginx-", "x-varnish", "x-sucuri-", "x-vercel-");

  private Forwarding() {}

  /** Whether a header shows that somebody passed the request on. A proxy that adds none cannot be seen. */
  static boolean shows(MultiMap headers) {
    return headers.names().stream().map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith));
  }
}
