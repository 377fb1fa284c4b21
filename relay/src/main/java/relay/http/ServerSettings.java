package relay.http;

import java.util.Optional;

/**
 * Where the relay listens. Port 0 takes any free port.
 *
 * @param management where health and metrics are served; empty to serve them on the main address
 */
public record ServerSettings(Address main, Optional<Address> management) {
  public record Address(String host, int port) {
    /** Whether it can be reached only from this machine. */
    public boolean isLoopback() {
      return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
  }
}
