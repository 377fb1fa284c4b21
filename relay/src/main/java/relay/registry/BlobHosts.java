package relay.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a redirect to a blob may lead: ACR keeps blobs in Azure Storage or behind a data endpoint and answers with a
 * signed URL (Azure/acr#217). The URL is a credential, so no message here quotes it.
 */
final class BlobHosts {
  private final Set<String> allowed;

  /** @param allowed suffixes that begin with a dot, on the default port of the scheme, and exact {@code host:port} */
  BlobHosts(Set<String> allowed) {
    this.allowed = allowed;
  }

  /** A place to read a blob from. */
  record Place(Host host, String pathAndQuery) {
    /** Without the path and the query, whose signature is a credential. */
    @Override
    public String toString() {
      return host.hostPort();
    }
  }

  /** Where {@code location} leads; empty when the relay must not go there. */
  Optional<Place> follow(String location) {
    URI address;
    try {
      address = new URI(location);
    } catch (URISyntaxException unreadable) {
      return Optional.empty(); // its message quotes the text
    }
    return Host.of(address).filter(host -> host.tls() || host.isLoopback()).filter(this::isAllowed)
        .map(host -> new Place(host, pathAndQuery(address)));
  }

  /** The host and port of {@code location}, for the record; empty when it has none. */
  static Optional<String> hostOf(String location) {
    try {
      return Host.of(new URI(location)).map(Host::hostPort);
    } catch (URISyntaxException unreadable) {
      return Optional.empty();
    }
  }

  private boolean isAllowed(Host host) {
    String name = host.name().toLowerCase(Locale.ROOT);
    if (allowed.contains(name + ":" + host.port())) {
      return true;
    }
    boolean defaultPort = host.port() == (host.tls() ? 443 : 80);
    return defaultPort && allowed.stream()
        .anyMatch(suffix -> suffix.startsWith(".") && name.endsWith(suffix) && name.length() > suffix.length());
  }

  private static String pathAndQuery(URI address) {
    String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
  }
}
