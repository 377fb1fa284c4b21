package relay.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** A registry of five images and a chart, whose tags move and which may be down. */
final class SimulatedRegistry implements Registry {
  static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  static final String TAG = "live";
  private static final Duration CALL = Duration.ofMillis(200);
  private final Baton baton;
  private final Set<PinnedImage> held = new HashSet<>();
  private final Map<String, PinnedImage> tags = new HashMap<>();
  private Duration downUntil = Duration.ZERO;

  SimulatedRegistry(Baton baton) {
    this.baton = baton;
    for (String name : new String[]{"v1", "v2", "v3", "v4", "chart"}) {
      held.add(image(name));
    }
  }

  static PinnedImage image(String name) {
    return REPOSITORY.at(Digest.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  static String nameOf(PinnedImage image) {
    for (String name : new String[]{"v1", "v2", "v3", "v4", "chart"}) {
      if (image(name).equals(image)) {
        return name;
      }
    }
    return "another";
  }

  static String mark(PinnedImage image) {
    return "rev-" + image.digest().brief();
  }

  void tag(String image) {
    tags.put(TAG, image(image));
    held.add(image(image));
  }

  void delete(String image) {
    held.remove(image(image));
  }

  void downFor(Duration length) {
    downUntil = baton.elapsed().plus(length);
  }

  /** What the tag names as long as it is there. */
  Optional<PinnedImage> tagged() {
    return Optional.ofNullable(tags.get(TAG)).filter(held::contains);
  }

  boolean has(PinnedImage image) {
    return held.contains(image);
  }

  @Override
  public Optional<Digest> digestOf(ImageReference image) throws RegistryException {
    call();
    return Optional.ofNullable(tags.get(image.tag())).filter(held::contains).map(PinnedImage::digest);
  }

  @Override
  public boolean holds(PinnedImage image, Platform platform) throws RegistryException {
    call();
    return held.contains(image);
  }

  @Override
  public Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryException {
    call();
    boolean chart = image.equals(image("chart"));
    return Optional.of(image).filter(held::contains).map(found -> new ImageDetails(found,
        "application/vnd.oci.image.manifest.v1+json", chart ? Optional.of("chart") : Optional.empty(),
        Set.of(Platform.LINUX_AMD64), Map.of(ProofSettings.REVISION, mark(found))));
  }

  @Override
  public TagList tags(Repository repository) throws RegistryException {
    call();
    return new TagList(tags.keySet().stream().sorted().toList(), true);
  }

  private void call() throws RegistryException {
    baton.sleep(CALL);
    if (baton.elapsed().compareTo(downUntil) < 0) {
      throw new RegistryException(RegistryException.Kind.UNAVAILABLE, "down");
    }
  }
}
