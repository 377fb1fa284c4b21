package relay.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import relay.health.ProofSettings;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagList;

/** One registry, whose tags move, whose images vanish, and which may be down, slow or closed to the relay. */
final class SimulatedRegistry implements Registry {
  private static final Duration SLOW_CALL = Duration.ofSeconds(30);
  private final Baton baton;
  private final Images images;
  private final RandomGenerator random;
  private final Map<ImageReference, List<Naming>> tags = new TreeMap<>(
      java.util.Comparator.comparing(ImageReference::toString));
  private final Set<PinnedImage> held = new HashSet<>();
  private final Set<PinnedImage> everHeld = new HashSet<>();
  private Duration downUntil = Duration.ZERO;
  private Duration slowUntil = Duration.ZERO;
  private Duration deniedUntil = Duration.ZERO;

  /** What a tag named from then on; empty when it was taken away. */
  private record Naming(Duration from, Optional<PinnedImage> image) {}

  SimulatedRegistry(Baton baton, Images images, RandomGenerator random) {
    this.baton = baton;
    this.images = images;
    this.random = random;
  }

  void hold(PinnedImage image) {
    held.add(image);
    everHeld.add(image);
  }

  void tag(ImageReference tag, PinnedImage image) {
    hold(image);
    if (named(tag).equals(Optional.of(image))) {
      return;
    }
    tags.computeIfAbsent(tag, _ -> new ArrayList<>()).add(new Naming(baton.elapsed(), Optional.of(image)));
  }

  void untag(ImageReference tag) {
    tags.computeIfAbsent(tag, _ -> new ArrayList<>()).add(new Naming(baton.elapsed(), Optional.empty()));
  }

  void delete(PinnedImage image) {
    held.remove(image);
  }

  void downFor(Duration length) {
    downUntil = baton.elapsed().plus(length);
  }

  void slowFor(Duration length) {
    slowUntil = baton.elapsed().plus(length);
  }

  void deniedFor(Duration length) {
    deniedUntil = baton.elapsed().plus(length);
  }

  void calm() {
    downUntil = Duration.ZERO;
    slowUntil = Duration.ZERO;
    deniedUntil = Duration.ZERO;
  }

  boolean has(PinnedImage image) {
    return held.contains(image);
  }

  boolean everHad(PinnedImage image) {
    return everHeld.contains(image);
  }

  /** What the tag names as long as that is there. */
  Optional<PinnedImage> named(ImageReference tag) {
    return Optional.ofNullable(tags.get(tag)).flatMap(all -> all.getLast().image()).filter(held::contains);
  }

  /** When the tag came to name what it names. */
  Duration namedSince(ImageReference tag) {
    return Optional.ofNullable(tags.get(tag)).map(all -> all.getLast().from()).orElse(Duration.ZERO);
  }

  /** Whether the tag named the image at any moment since. */
  boolean named(ImageReference tag, PinnedImage image, Duration since) {
    List<Naming> all = tags.getOrDefault(tag, List.of());
    for (int i = 0; i < all.size(); i++) {
      boolean until = i + 1 == all.size() || all.get(i + 1).from().compareTo(since) >= 0;
      if (until && all.get(i).image().filter(image::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether any tag came to name the image after that moment. */
  boolean namedAfter(PinnedImage image, Duration moment) {
    return tags.values().stream().flatMap(List::stream)
        .anyMatch(naming -> naming.from().compareTo(moment) > 0 && naming.image().filter(image::equals).isPresent());
  }

  List<String> tagsOf(Repository repository) {
    return tags.keySet().stream().filter(tag -> tag.in().equals(repository) && named(tag).isPresent())
        .map(ImageReference::tag).toList();
  }

  @Override
  public Optional<Digest> digestOf(ImageReference image) throws RegistryException {
    call();
    return named(image).map(PinnedImage::digest);
  }

  @Override
  public boolean holds(PinnedImage image, Platform platform) throws RegistryException {
    call();
    return held.contains(image);
  }

  @Override
  public Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryException {
    call();
    if (!held.contains(image)) {
      return Optional.empty();
    }
    boolean chart = images.behaviour(image.digest()) == Images.Behaviour.CHART;
    Map<String, String> labels = images.label(image.digest()).map(value -> Map.of(ProofSettings.REVISION, value))
        .orElse(Map.of());
    return Optional.of(new ImageDetails(image, "application/vnd.oci.image.manifest.v1+json",
        chart ? Optional.of("application/vnd.cncf.helm.config.v1+json") : Optional.empty(),
        chart ? Set.of() : Set.of(Platform.LINUX_AMD64), labels));
  }

  @Override
  public TagList tags(Repository repository) throws RegistryException {
    call();
    return new TagList(tagsOf(repository), true);
  }

  private void call() throws RegistryException {
    boolean slow = baton.elapsed().compareTo(slowUntil) < 0;
    baton.sleep(slow ? SLOW_CALL : Duration.ofMillis(50 + random.nextInt(300)));
    if (baton.elapsed().compareTo(downUntil) < 0) {
      throw new RegistryException(RegistryException.Kind.UNAVAILABLE, "down");
    }
    if (baton.elapsed().compareTo(deniedUntil) < 0) {
      throw new RegistryException(RegistryException.Kind.DENIED, "no right to pull");
    }
  }
}
