package relay.reconcile;

import java.time.Instant;
import java.util.Optional;
import relay.image.Digest;

/**
 * What the registry showed an app as the newest of the tags that it follows.
 *
 * @param follows repository and tags that the app followed then: a sighting for others says nothing
 * @param newest empty when there was no such tag
 * @param at when it was last something else
 */
public record Sighting(String follows, Optional<Newest> newest, Instant at) {
  /** A tag and what it named. */
  public record Newest(String tag, Digest digest) {}

  boolean shows(Newest other) {
    return newest.filter(other::equals).isPresent();
  }
}
