package sandbox.registry;

import java.util.List;
import java.util.Optional;
import sandbox.registry.content.Manifest;
import sandbox.registry.content.Repositories;
import sandbox.registry.event.AcrEvent;
import sandbox.registry.event.Quarantine;

/** Takes a pushed manifest in, whichever way it came, and says what is to be told of it. */
final class Arrivals {
  private final Repositories repositories;
  private final Quarantine quarantine;
  private final Faults faults;

  Arrivals(Repositories repositories, Quarantine quarantine, Faults faults) {
    this.repositories = repositories;
    this.quarantine = quarantine;
    this.faults = faults;
  }

  /** @param tag empty when pushed by digest */
  List<AcrEvent> take(String repository, Optional<String> tag, Manifest manifest, AcrEvent.Origin origin) {
    boolean known = repositories.putManifest(repository, tag, manifest);
    if (!known) {
      faults.arrived(manifest.digest());
    }
    return quarantine.arrived(AcrEvent.push(repository, tag, manifest, origin), known);
  }
}
