package relay.registry;

import java.time.Duration;
import java.util.Set;

/**
 * How to reach one registry.
 *
 * @param name the configured name
 * @param host login server, with the port if it is not the default of the scheme
 * @param access how the relay authenticates
 * @param plainHttp true only for a loopback host
 * @param blobHosts where blob redirects may lead: host suffixes that begin with a dot, or exact host:port
 * @param deadline of each try
 * @param tries of each request in all
 * @param pause after the first try; it doubles from try to try
 */
public record RegistrySettings(String name, String host, Access access, boolean plainHttp, Set<String> blobHosts,
    Duration deadline, int tries, Duration pause) {
  /** How the relay authenticates to the registry. */
  public enum Access {
    /** ACR's token exchange with the relay's own identity. */
    IDENTITY,
    /** No token, or the one that the registry gives to anybody. */
    ANONYMOUS
  }

  public RegistrySettings {
    blobHosts = Set.copyOf(blobHosts);
  }
}
