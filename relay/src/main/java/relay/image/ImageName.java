package relay.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image in any of the forms that Docker and App Service accept: host in any case, with or without
 * {@code :443}; no host for Docker Hub; no tag for {@code latest}; a digest, with or without a tag beside it.
 */
public sealed interface ImageName {
  /** Where the image comes from. */
  Repository in();

  /** Named by its digest. A tag beside it changes nothing and is dropped, as Docker does. */
  record Pinned(PinnedImage image) implements ImageName {
    @Override
    public Repository in() {
      return image.in();
    }
  }

  /**
   * Named by a tag, which can move.
   *
   * @param implied whether no tag was written, which means {@code latest}
   */
  record Tagged(ImageReference image, boolean implied) implements ImageName {
    @Override
    public Repository in() {
      return image.in();
    }
  }

  /** Empty when {@code text} is no image's name, or holds a digest other than SHA-256. Never fails, whatever the text. */
  static Optional<ImageName> parse(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    boolean hosted = RegistryHost.isMeantAsHost(first);
    String registry = hosted ? RegistryHost.canonical(first) : RegistryHost.DOCKER_HUB;
    String rest = hosted ? text.substring(slash + 1) : text;
    boolean official = registry.equals(RegistryHost.DOCKER_HUB) && rest.indexOf('/') < 0;
    return RegistryHost.isHost(registry)
        ? Repository.match(Syntax.AFTER_HOST, official ? "library/" + rest : rest).map(m -> read(registry, m))
        : Optional.empty();
  }

  private static ImageName read(String registry, Matcher m) {
    var repository = new Repository(registry, m.group("path"));
    Optional<String> digest = Optional.ofNullable(m.group("digest"));
    Optional<String> tag = Optional.ofNullable(m.group("tag"));
    return digest.<ImageName>map(hex -> new Pinned(repository.at(new Digest(hex))))
        .orElseGet(() -> new Tagged(repository.tagged(tag.orElse(ImageReference.LATEST)), tag.isEmpty()));
  }

  /** The part of {@link #parse} that an interface cannot keep to itself. */
  final class Syntax {
    private static final Pattern AFTER_HOST = Pattern.compile(
        Repository.PATH + "(:" + ImageReference.TAG + ")?(@(?<digest>" + Digest.SHA256 + "))?");

    private Syntax() {}
  }
}
