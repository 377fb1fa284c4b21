package relay.rollout.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.ProvenImage;
import relay.app.RollbackTarget;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;

/** Finds what an app returns to if the new image fails. */
public final class RollbackTargetFinder {
  private final Registry registry;
  private final AppSettings settings;

  public RollbackTargetFinder(Registry registry, AppSettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  /**
   * The live digest if it was proven here, else the newest proven one, else the one found at first sight, each only while
   * the registry holds it and it is not rejected; else the foreign image of the first sight; else, where nothing was ever
   * proven, the foreign image that is live. Empty when there is none.
   */
  public Optional<RollbackTarget> from(ConfiguredImage live, PinnedImage target, AppRecord record)
      throws RegistryException, InterruptedException {
    for (PinnedImage image : candidates(live, record)) {
      boolean usable = !image.equals(target) && image.in().equals(settings.repository()) && !record.isRejected(image);
      if (usable && registry.holds(image, settings.platform())) {
        return Optional.of(new RollbackTarget.Pinned(image));
      }
    }
    return record.foreign().filter(this::isForeign)
        .or(() -> Optional.of(live).filter(this::isForeign).filter(_ -> record.proven().isEmpty()))
        .map(RollbackTarget.Foreign::new);
  }

  private boolean isForeign(ConfiguredImage image) {
    return image.isContainer() && !image.isOf(settings.repository());
  }

  private static List<PinnedImage> candidates(ConfiguredImage live, AppRecord record) {
    List<PinnedImage> all = new ArrayList<>();
    live.pinned().filter(record::isProven).ifPresent(all::add);
    record.proven().stream().map(ProvenImage::image).forEach(all::add);
    record.presumed().ifPresent(all::add);
    return all;
  }
}
