package relay.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.image.Digest;
import relay.image.PinnedImage;

/**
 * What the journal remembers of an app.
 *
 * @param live what the relay last wrote or read as the configured image; empty before the first sight
 * @param liveTag the tag that the live image was pinned from; empty when unknown
 * @param presumed the digest found at first sight, or named then by the tag found; empty when it was not of the
 *        repository, or the registry did not know the tag
 * @param foreign what was found at first sight, to the letter, when no digest could be presumed: mostly a placeholder,
 *        but also a tag of the repository that the registry did not know; empty when a digest was presumed
 * @param proven images that were Healthy here, newest first, each digest once
 * @param rejected digests that failed here or were left by a rollback
 * @param hold the stop sign; empty when there is none
 * @param observation what the last look at the idle app showed; empty before the first
 */
public record AppRecord(Optional<ConfiguredImage> live, Optional<String> liveTag, Optional<PinnedImage> presumed,
    Optional<ConfiguredImage> foreign, List<ProvenImage> proven, Map<Digest, RejectReason> rejected,
    Optional<Hold> hold, Optional<Observation> observation) {
  public static final AppRecord NONE = new AppRecord(Optional.empty(), Optional.empty(), Optional.empty(),
      Optional.empty(), List.of(), Map.of(), Optional.empty(), Optional.empty());

  public AppRecord {
    proven = List.copyOf(proven);
    rejected = Map.copyOf(rejected);
  }

  /** Whether the app was ever seen: until then nothing may start. */
  public boolean known() {
    return live.isPresent();
  }

  public boolean isProven(PinnedImage image) {
    return proven.stream().anyMatch(each -> each.image().equals(image));
  }

  public boolean isRejected(PinnedImage image) {
    return rejected.containsKey(image.digest());
  }

  /** The tag under which the image was proven here; empty when it was not, or by digest alone. */
  public Optional<String> tagOf(PinnedImage image) {
    return proven.stream().filter(each -> each.image().equals(image)).findFirst().flatMap(ProvenImage::tag);
  }

  /** What the app was configured to run when the relay wrote or read it last; empty before the first sight. */
  public Optional<ConfiguredImage> configured() {
    return observation.map(Observation::condition)
        .flatMap(seen -> seen instanceof Observation.Condition.Drifted(var found)
            ? Optional.of(found)
            : Optional.<ConfiguredImage>empty())
        .or(() -> live);
  }

  /** Whether the image is live and was proven here. */
  public boolean isLiveAndProven(PinnedImage image) {
    return live.filter(each -> each.runs(image)).isPresent() && isProven(image);
  }
}
