package relay.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryTrouble;
import relay.image.Repository;

/** Finds what an app returns to if the new image fails. */
final class WaysBack {
  private final Registry registry;
  private final Repository repository;

  WaysBack(Registry registry, Repository repository) {
    this.registry = registry;
    this.repository = repository;
  }
  /**
   * The live digest if it was proven here, else the newest proven one, else the one found at first sight, each only
   * while the registry holds it; else the foreign image that is live. Empty when there is none.
   */
  Optional<WayBack> from(Live live, PinnedImage target, AppMemory memory)
      throws RegistryTrouble, InterruptedException {
    for (PinnedImage image : candidates(live, memory)) {
      boolean usable = !image.equals(target) && image.in().equals(repository)
          && !memory.rejected().containsKey(image.digest());
      if (usable && registry.holds(image)) {
        return Optional.of(new WayBack.Pinned(image));
      }
    }
    return live.isContainer() && !live.isOf(repository)
        ? Optional.of(new WayBack.Foreign(live))
        : Optional.empty();
  }
  private List<PinnedImage> candidates(Live live, AppMemory memory) {
    List<PinnedImage> all = new ArrayList<>();
    live.pinned().filter(memory.proven()::contains).ifPresent(all::add);
    if (live.isOf(repository)) {
      all.addAll(memory.proven());
      live.pinned().filter(image -> memory.presumed().filter(image::equals).isPresent()).ifPresent(all::add);
      memory.presumed().ifPresent(all::add);
    }
    return all;
  }
}
