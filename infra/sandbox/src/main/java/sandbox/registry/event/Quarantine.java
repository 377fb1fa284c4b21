package sandbox.registry.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Manifests that a scanner has not passed yet (Azure/acr, docs/preview/quarantine): the registry tells {@code quarantine} of them,
 * answers a pull by tag "not found", refuses one by digest, and tells {@code push} only when they are released. May be used from
 * any thread.
 */
public final class Quarantine {
  private record Place(String repository, String digest) {}

  private final Set<String> repositories = new HashSet<>();
  private final Map<Place, List<AcrEvent>> held = new LinkedHashMap<>();
  private boolean everywhere;

  /** For every repository; what is held stays so until it is released. */
  public synchronized void everywhere(boolean on) {
    everywhere = on;
  }

  public synchronized boolean isEverywhere() { return everywhere; }

  public synchronized void of(String repository, boolean on) {
    if (on) {
      repositories.add(repository);
    } else {
      repositories.remove(repository);
    }
  }

  /**
   * What is to be told of a push now. Without quarantine both events are raised; with it a manifest that was passed before is pushed
   * at once.
   *
   * @param known whether the repository held this manifest before
   */
  public synchronized List<AcrEvent> arrived(AcrEvent push, boolean known) {
    var place = new Place(push.repository(), push.digest());
    boolean holds = held.containsKey(place);
    if (!everywhere && !repositories.contains(push.repository()) && !holds) {
      return List.of(push, AcrEvent.quarantine(push));
    }
    if (known && !holds) {
      return List.of(push);
    }
    held.computeIfAbsent(place, _ -> new ArrayList<>()).add(push);
    return List.of(AcrEvent.quarantine(push));
  }

  public synchronized boolean holds(String repository, String digest) {
    return held.containsKey(new Place(repository, digest));
  }

  /** The pushes that were held back, in order; empty when the digest was not held. */
  public synchronized List<AcrEvent> release(String repository, String digest) {
    List<AcrEvent> pushes = held.remove(new Place(repository, digest));
    return pushes == null ? List.of() : pushes;
  }
}
