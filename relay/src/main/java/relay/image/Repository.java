package relay.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository at a registry, {@code shop.azurecr.io/reviews}: where an app takes its images from.
 *
 * @param registry its host in canonical form, see {@link RegistryHost}
 */
public record Repository(String registry, String path) {
  /** The longest repository path that registries accept. */
  static final int MAX_PATH_CHARS = 255;
  /** Longer than any name of an image can be; the patterns here recurse, so longer text is never handed to them. */
  static final int MAX_NAME_CHARS = 1024;
  static final String PATH = "(?<path>[a-z0-9]+((__|[._/]|-+)[a-z0-9]+)*)";
  private static final Pattern FORM = Pattern.compile(RegistryHost.FORM + "/" + PATH);
  private static final Pattern PATH_FORM = Pattern.compile(PATH);

  public Repository {
    registry = RegistryHost.canonical(registry);
  }

  /** Empty when {@code text} lacks a registry host in lower case or is no repository name. */
  public static Optional<Repository> parse(String text) {
    return match(FORM, text).map(m -> new Repository(m.group("registry"), m.group("path")));
  }

  /** Whether {@code path} can be a repository's path: safe to put into a URL. */
  public static boolean isPath(String path) {
    return path.length() <= MAX_PATH_CHARS && PATH_FORM.matcher(path).matches();
  }

  /** A match of the whole text by a form with a group {@code path}; empty when there is none. Never fails. */
  static Optional<Matcher> match(Pattern form, String text) {
    if (text.length() > MAX_NAME_CHARS) {
      return Optional.empty();
    }
    Matcher m = form.matcher(text);
    return m.matches() && m.group("path").length() <= MAX_PATH_CHARS ? Optional.of(m) : Optional.empty();
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
