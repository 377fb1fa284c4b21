package relay.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository at a registry, {@code shop.azurecr.io/reviews}: the place that an app takes its images from. */
public record Repository(String registry, String path) {
  static final String REGISTRY = "(?<registry>[a-z0-9][a-z0-9.-]*(:\\d{1,5})?)";
  static final String PATH = "(?<path>[a-z0-9]+((__|[._/]|-+)[a-z0-9]+)*)";
  private static final Pattern FORM = Pattern.compile(REGISTRY + "/" + PATH);
  private static final Pattern PATH_FORM = Pattern.compile(PATH);

  /** Empty when {@code text} lacks a registry host or is no repository name. */
  public static Optional<Repository> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches() ? Optional.of(new Repository(m.group("registry"), m.group("path"))) : Optional.empty();
  }

  /** Whether {@code path} can be a repository's path: safe to put into a URL. */
  public static boolean isPath(String path) {
    return path.length() <= 255 && PATH_FORM.matcher(path).matches();
  }

  public ImageReference tagged(String tag) {
    return new ImageReference(registry, path, tag);
  }

  public PinnedImage at(Digest digest) {
    return new PinnedImage(registry, path, digest);
  }

  @Override
  public String toString() {
    return registry + "/" + path;
  }
}
