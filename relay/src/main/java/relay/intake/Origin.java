package relay.intake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import relay.image.Repository;

/**
 * The registry that one door speaks for.
 *
 * @param registry the configured name, the last part of the door's path
 * @param host the registry's login server in lower case, under which its images are deployed
 * @param alsoNamed further hosts under which its senders know it, in lower case
 */
public record Origin(String registry, String host, List<String> alsoNamed) {
  public Origin {
    host = host.toLowerCase(Locale.ROOT);
    alsoNamed = alsoNamed.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  public Origin(String registry, String host) {
    this(registry, host, List.of());
  }

  /** Whether an event that names this host is of this registry. */
  boolean isNamed(String name) {
    return Stream.concat(Stream.of(host), alsoNamed.stream()).anyMatch(name::equalsIgnoreCase);
  }

  /** Empty when {@code path} cannot be a repository. */
  Optional<Repository> repository(String path) {
    return Repository.isPath(path) ? Optional.of(new Repository(host, path)) : Optional.empty();
  }
}
