package relay.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image by its digest, {@code shop.azurecr.io/reviews@sha256:...}: the only thing that the relay deploys. */
public record PinnedImage(String registry, String repository, Digest digest) {
  private static final Pattern FORM = Pattern.compile(
      Repository.REGISTRY + "/" + Repository.PATH + "@(?<digest>sha256:[0-9a-f]{64})");

  /** Empty when {@code text} is not {@code host/repository@sha256:hex}; a tag beside the digest is not accepted. */
  public static Optional<PinnedImage> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches()
        ? Optional.of(new PinnedImage(m.group("registry"), m.group("path"), new Digest(m.group("digest"))))
        : Optional.empty();
  }

  public Repository in() {
    return new Repository(registry, repository);
  }

  @Override
  public String toString() {
    return registry + "/" + repository + "@" + digest;
  }
}
