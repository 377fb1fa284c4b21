package relay.assembly;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import relay.trust.Authorities;

/** What the clients of registries and probes trust: the same authorities as the clients of Azure. */
final class EdgeTrust {
  private EdgeTrust() {}

  /**
   * Empty for the JVM's own authorities alone.
   *
   * @param further a PEM file of the operator's authorities, which count beside those of the JVM
   * @throws IOException when it cannot be read; the message says which file and why
   */
  static Optional<TrustOptions> of(Optional<Path> further) throws IOException {
    return further.isPresent()
        ? Optional.of(TrustOptions.wrap(Authorities.ofTheJvmAnd(further.get()).trust()))
        : Optional.empty();
  }
}
