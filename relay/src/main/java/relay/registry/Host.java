package relay.registry;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import relay.http.client.Exchange;

/** Where a request goes: scheme, host and port, none of them secret. */
record Host(boolean tls, String name, int port) {
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

  /** @throws IllegalArgumentException when {@code hostPort} is no host, with or without a port, or {@code plain} and not loopback */
  static Host of(String hostPort, boolean plain) {
    Host host = of(URI.create((plain ? "http://" : "https://") + hostPort))
        .filter(one -> hostPort.equals(one.name()) || hostPort.equals(one.hostPort()))
        .orElseThrow(() -> new IllegalArgumentException("not a registry host: " + hostPort));
    if (plain && !host.isLoopback()) {
      throw new IllegalArgumentException("plain HTTP is for loopback only, not for " + hostPort);
    }
    return host;
  }

  /** Empty when the address has no host, a user in it, or a scheme other than http and https. */
  static Optional<Host> of(URI address) {
    boolean tls = "https".equalsIgnoreCase(address.getScheme());
    boolean http = tls || "http".equalsIgnoreCase(address.getScheme());
    if (!http || address.getHost() == null || address.getRawUserInfo() != null) {
      return Optional.empty();
    }
    int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
    return Optional.of(new Host(tls, address.getHost(), port));
  }

  boolean isLoopback() {
    return LOOPBACK.matcher(name).matches();
  }

  String hostPort() {
    return name + ":" + port;
  }

  RequestOptions request(HttpMethod method, String pathAndQuery) {
    return new RequestOptions().setMethod(method).setSsl(tls).setHost(name).setPort(port).setURI(pathAndQuery)
        .putHeader("User-Agent", Exchange.USER_AGENT);
  }
}
