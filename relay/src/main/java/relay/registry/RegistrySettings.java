package relay.registry;

import java.time.Duration;
import java.util.Set;

/**
 * How to reach one registry.
 *
 * @param name the configured name
 * @param host login server, with the port if it is not the scheme's
 * @param access how the relay proves itself
 * @param plainHttp only ever true for a loopback host
 * @param blobHosts host suffixes that blob redirects may go to, beginning with a dot, or host:port to the letter
 * @param deadline of each single request
 * @param tries of each request, in all, with growing pauses of {@code pause}
 */
public record RegistrySettings(String name, String host, Access access, boolean plainHttp, Set<String> blobHosts,
    Duration deadline, int tries, Duration pause) {
  /** How the relay proves itself to the registry. */
  public enum Access {
    /** ACR's token exchange with the relay's own identity. */
    IDENTITY,
    /** No token, or what the registry hands to anybody. */
    ANONYMOUS
  }

  public RegistrySettings {
    blobHosts = Set.copyOf(blobHosts);
  }
}
