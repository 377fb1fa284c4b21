package relay.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.image.Digest;
import relay.image.PinnedImage;

/**
 * What the journal remembers of an app.
 *
 * @param expected what the relay last wrote or found there; empty before the first sight, and after {@code Stuck}
 * @param presumed the digest found at first sight, or named then by the tag found; empty when it was not of the
 *        repository, or the registry did not know the tag
 * @param foreign what was found at first sight, to the letter, when no digest could be presumed: mostly a placeholder,
 *        but also a tag of the repository that the registry did not know. A record, never itself a way back; empty
 *        when a digest was presumed
 * @param proven digests that were Healthy here, newest first, each once
 * @param liveTag the tag that the live image was pinned from; empty when unknown
 * @param rejected digests that failed here or were left by a rollback, with the reason
 * @param hold the stop sign; empty when there is none
 */
public record AppRecord(Optional<ConfiguredImage> expected, Optional<PinnedImage> presumed,
    Optional<ConfiguredImage> foreign,
    List<PinnedImage> proven, Optional<String> liveTag, Map<Digest, String> rejected, Optional<Hold> hold) {
  public static final AppRecord NONE = new AppRecord(Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
      Optional.empty(), Map.of(), Optional.empty());

  public AppRecord {
    proven = List.copyOf(proven);
    rejected = Map.copyOf(rejected);
  }
}
