package relay.azure.arm;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach Azure.
 *
 * @param credential which identity to be
 * @param clientId of a user-assigned identity; empty for the system-assigned one
 * @param tenant needed by workload identity; empty otherwise
 * @param armEndpoint Azure Resource Manager; another one for sovereign clouds
 * @param authority Entra ID's token authority
 * @param trustedCertificates a PEM file of further certificate authorities (a corporate proxy's, say), which count for
 *        registries and probes too; empty for none
 * @param deadline of each call, its answer included
 * @param tries of each call, in all
 * @param within how long all tries of one call together may take
 * @param pause before the second try; later ones grow
 */
public record AzureSettings(Credential credential, Optional<String> clientId, Optional<String> tenant, URI armEndpoint,
    URI authority, Optional<Path> trustedCertificates, Duration deadline, int tries, Duration within, Duration pause) {
  /** Which identity the relay is. */
  public enum Credential {
    MANAGED_IDENTITY,
    WORKLOAD_IDENTITY,
    /** The Azure CLI's or the environment's, for a developer at a desk; never chosen by itself. */
    DEVELOPER
  }
}
