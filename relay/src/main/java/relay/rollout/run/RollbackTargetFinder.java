package relay.rollout.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
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
   * The live digest if it was proven here, else the newest proven one, else the one found at first sight, each only
   * while the registry holds it; else the foreign image that is live. Empty when there is none.
   */
  public Optional<RollbackTarget> from(ConfiguredImage live, PinnedImage target, AppRecord memory)
      throws RegistryException, InterruptedException {
    for (PinnedImage image : candidates(live, memory)) {
      boolean usable = !image.equals(target) && image.in().equals(settings.repository())
          && !memory.rejected().containsKey(image.digest());
      if (usable && registry.holds(image, settings.platform())) {
        return Optional.of(new RollbackTarget.Pinned(image));
      }
    }
    return live.isContainer() && !live.isOf(settings.repository())
        ? Optional.of(new RollbackTarget.Foreign(live))
        : Optional.empty();
  }

  private List<PinnedImage> candidates(ConfiguredImage live, AppRecord memory) {
    List<PinnedImage> all = new ArrayList<>();
    live.pinned().filter(memory.proven()::contains).ifPresent(all::add);
    if (live.isOf(settings.repository())) {
      all.addAll(memory.proven());
      live.pinned().filter(image -> memory.presumed().filter(image::equals).isPresent()).ifPresent(all::add);
      memory.presumed().ifPresent(all::add);
    }
    return all;
  }
}
