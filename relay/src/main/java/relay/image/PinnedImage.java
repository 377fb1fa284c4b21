package relay.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image by its digest, {@code shop.azurecr.io/reviews@sha256:...}: the only thing that the relay deploys.
 *
 * @param registry its host in canonical form, see {@link RegistryHost}
 */
public record PinnedImage(String registry, String repository, Digest digest) {
  private static final Pattern FORM = Pattern.compile(
      RegistryHost.FORM + "/" + Repository.PATH + "@(?<digest>" + Digest.SHA256 + ")");

  public PinnedImage {
    registry = RegistryHost.canonical(registry);
  }

  /**
   * Empty when {@code text} is not {@code host/repository@sha256:hex}; a tag beside the digest is not accepted.
   * {@link ImageName#parse} reads what a site is configured to run.
   */
  public static Optional<PinnedImage> parse(String text) {
    return Repository.match(FORM, text)
        .map(m -> new PinnedImage(m.group("registry"), m.group("path"), new Digest(m.group("digest"))));
  }

  public Repository in() {
    return new Repository(registry, repository);
  }

  @Override
  public String toString() {
    return registry + "/" + repository + "@" + digest;
  }
}
