package relay.http;

import java.util.Optional;

/**
 * Where the relay listens. Port 0 takes any free one.
 *
 * @param management where health and metrics are served; empty to serve them on the main address
 */
public record ServerSettings(Address main, Optional<Address> management) {
  public record Address(String host, int port) {
    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
      return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
  }
}
