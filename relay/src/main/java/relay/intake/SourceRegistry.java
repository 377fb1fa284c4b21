package relay.intake;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import relay.image.RegistryHost;
import relay.image.Repository;

/**
 * The registry whose events one receiver takes.
 *
 * @param registry the configured name, the last part of the receiver's path
 * @param host the registry's login server in canonical form, see {@link RegistryHost}; its images are deployed under it
 * @param aliases further hosts under which its senders know it, in canonical form
 */
public record SourceRegistry(String registry, String host, List<String> aliases) {
  public SourceRegistry {
    host = RegistryHost.canonical(host);
    aliases = aliases.stream().map(RegistryHost::canonical).toList();
  }

  public SourceRegistry(String registry, String host) {
    this(registry, host, List.of());
  }

  /** Whether an event that names this host, in any of its spellings, is of this registry. */
  boolean isNamed(String name) {
    String canonical = RegistryHost.canonical(name);
    return Stream.concat(Stream.of(host), aliases.stream()).anyMatch(canonical::equals);
  }

  /** Empty when {@code path} cannot be a repository. */
  Optional<Repository> repository(String path) {
    return Repository.isPath(path) ? Optional.of(new Repository(host, path)) : Optional.empty();
  }
}
