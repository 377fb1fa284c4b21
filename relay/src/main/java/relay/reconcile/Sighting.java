package relay.reconcile;

import java.time.Instant;
import relay.image.Digest;

/**
 * What the registry showed an app as the newest of the tags that it follows.
 *
 * @param follows repository and tags that the app followed then: a sighting for others says nothing
 * @param at when it was last something else
 */
public record Sighting(String follows, String tag, Digest digest, Instant at) {
  boolean shows(String otherTag, Digest otherDigest) {
    return tag.equals(otherTag) && digest.equals(otherDigest);
  }
}
