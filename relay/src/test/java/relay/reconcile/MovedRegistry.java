package relay.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagList;

/** A registry with one repository, whose tags the test moves, and which keeps what it was asked. */
abstract class MovedRegistry implements Registry {
  static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  static final PinnedImage V1 = image("v1");
  static final PinnedImage V2 = image("v2");
  static final PinnedImage V3 = image("v3");

  final Map<String, PinnedImage> tags = new TreeMap<>();
  final Set<PinnedImage> held = new HashSet<>(Set.of(V1, V2, V3));
  final List<String> asked = new ArrayList<>();
  Optional<RegistryException> registryTrouble = Optional.empty();
  boolean listWhole = true;

  static PinnedImage image(String name) {
    return REPOSITORY.at(Digest.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Optional<Digest> digestOf(ImageReference image) throws RegistryException {
    ask("HEAD " + image.tag());
    return Optional.ofNullable(tags.get(image.tag())).filter(held::contains).map(PinnedImage::digest);
  }

  @Override
  public boolean holds(PinnedImage image, Platform platform) throws RegistryException {
    ask("HEAD " + image.digest().brief());
    return held.contains(image);
  }

  @Override
  public Optional<ImageDetails> describe(PinnedImage image, Platform platform) {
    throw new AssertionError("reconciliation reads no image");
  }

  @Override
  public TagList tags(Repository repository) throws RegistryException {
    ask("LIST");
    return new TagList(tags.keySet().stream().toList(), listWhole);
  }

  private void ask(String what) throws RegistryException {
    asked.add(what);
    if (registryTrouble.isPresent()) {
      throw registryTrouble.get();
    }
  }
}
